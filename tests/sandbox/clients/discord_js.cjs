// A small bot on discord.js. It says on standard output, one JSON object a line, what it came through, and
// leaves when its standard input ends. The test gives it everything else through the environment.
"use strict";

const { createRequire } = require("node:module");
const path = require("node:path");

const {
    ActionRowBuilder, ButtonBuilder, ButtonStyle, ChannelType, Client, ContainerBuilder, GatewayIntentBits,
    GuildScheduledEventEntityType, GuildScheduledEventPrivacyLevel, MessageFlags, ModalBuilder, PermissionFlagsBits,
    TextDisplayBuilder, TextInputBuilder, TextInputStyle,
} = createRequire(path.join(process.env.MAILLAGE_DISCORD_JS, "/"))("discord.js");

const { API, TOKEN, CHANNEL, MEMBER, CLOSED } = process.env;
const BLUE = 0x336699;

function say(step, facts = {}) {
    process.stdout.write(`${JSON.stringify({ step, ...facts })}\n`);
}

const client = new Client({
    rest: { api: API, retries: 0 },
    intents: [
        GatewayIntentBits.Guilds, GatewayIntentBits.GuildMembers, GatewayIntentBits.GuildMessages,
        GatewayIntentBits.DirectMessages, GatewayIntentBits.GuildScheduledEvents,
    ],
});

async function play(guild) {
    say("guild", {
        name: guild.name,
        channels: guild.channels.cache.map((each) => each.name).sort(),
        members: [...(await guild.members.fetch()).values()].map((each) => each.user.username).sort(),
    });
    const commands = await guild.commands.set([
        {
            name: "card",
            description: "Shows a card",
            nameLocalizations: { fr: "carte" },
            descriptionLocalizations: { fr: "Montre une carte" },
            options: [{ name: "topic", description: "About what", type: 3, required: true, autocomplete: true }],
        },
    ]);
    say("synced", { commands: commands.map((each) => each.nameLocalizations.fr) });

    const channel = await client.channels.fetch(CHANNEL);
    const sent = await channel.send({
        content: "un",
        files: [{ attachment: Buffer.from("a;b"), name: "liste.csv" }],
        nonce: "n1",
        enforceNonce: true,
    });
    const again = await channel.send({ content: "un encore", nonce: "n1", enforceNonce: true });
    if (again.id !== sent.id) throw new Error("a repeated nonce made a second message");
    const edited = await sent.edit("deux");
    say("sent", { content: edited.content, file: sent.attachments.first().name });

    const role = await guild.roles.create({ name: "Veille", reason: "essai", permissions: [] });
    const member = await guild.members.fetch(MEMBER);
    await member.roles.add(role);
    const room = await guild.channels.create({
        name: "veille",
        permissionOverwrites: [
            { id: guild.id, deny: [PermissionFlagsBits.ViewChannel] },
            { id: role.id, allow: [PermissionFlagsBits.ViewChannel] },
        ],
    });
    say("room", { seen: room.permissionsFor(member).has(PermissionFlagsBits.ViewChannel) });

    const thread = await channel.threads.create({ name: "à deux", type: ChannelType.PrivateThread });
    await thread.members.add(MEMBER);
    say("thread", { members: [...(await thread.members.fetch()).keys()].sort() });

    const event = await guild.scheduledEvents.create({
        name: "Rencontre",
        scheduledStartTime: Date.now() + 86_400_000,
        scheduledEndTime: Date.now() + 90_000_000,
        privacyLevel: GuildScheduledEventPrivacyLevel.GuildOnly,
        entityType: GuildScheduledEventEntityType.External,
        entityMetadata: { location: "Namur" },
    });
    say("event", { place: event.entityMetadata.location });

    const refused = await (await client.users.fetch(CLOSED)).send("bonjour").catch((error) => error.code);
    say("closed", { code: refused });
    const broken = await channel.send({ content: "x".repeat(2001) }).catch((error) => error);
    say("too long", { code: broken.code, fault: broken.rawError.errors.content._errors[0].code });
    say("ready");
}

async function answer(interaction) {
    if (interaction.isAutocomplete()) {
        const typed = interaction.options.getFocused();
        await interaction.respond([{ name: `${typed} wallon`, value: typed }]);
    } else if (interaction.isChatInputCommand()) {
        await interaction.deferReply({ flags: MessageFlags.Ephemeral });
        const button = new ButtonBuilder().setCustomId("more").setLabel("Plus").setStyle(ButtonStyle.Primary);
        const card = new ContainerBuilder()
            .setAccentColor(BLUE)
            .addTextDisplayComponents(new TextDisplayBuilder().setContent(interaction.options.getString("topic")))
            .addActionRowComponents(new ActionRowBuilder().addComponents(button));
        await interaction.editReply({ components: [card], flags: MessageFlags.IsComponentsV2 });
        const more = await interaction.followUp({ content: "suite", flags: MessageFlags.Ephemeral });
        say("answered", { locale: interaction.locale, suite: more.content });
    } else if (interaction.isButton()) {
        const input = new TextInputBuilder().setCustomId("word").setLabel("Mot").setStyle(TextInputStyle.Short);
        const row = new ActionRowBuilder().addComponents(input);
        await interaction.showModal(new ModalBuilder().setCustomId("form").setTitle("Un mot").addComponents(row));
    } else if (interaction.isModalSubmit()) {
        await interaction.reply(`lu : ${interaction.fields.getTextInputValue("word")}`);
        say("read");
    }
}

function fail(error) {
    process.stderr.write(`${error.stack || error}\n`);
    process.exit(1);
}

client.once("clientReady", () => play(client.guilds.cache.first()).catch(fail));
client.on("interactionCreate", (interaction) => answer(interaction).catch(fail));
client.on("messageCreate", (message) => {
    if (message.author.id === MEMBER) say("heard", { message: message.id });
});
client.on("shardResume", (_, replayed) => say("resumed", { replayed }));
client.on("error", fail);
client.on("invalidated", () => fail(new Error("the session was given up")));
process.stdin.on("end", () => client.destroy().then(() => process.exit(0)));
process.stdin.resume();
client.login(TOKEN).catch(fail);
