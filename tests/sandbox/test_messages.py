"""Messages: nonces, mentions, files, history, pins, publishing, closed conversations."""

import io
from datetime import timedelta

import aiohttp
import discord
import pytest

from sandbox import ActorRefused
from sandbox.permissions import Permission
from sandbox.pytest_plugin import Community
from tests.sandbox.conftest import Bot, bind_rights, connected

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (7).to_bytes(4, "big") + (5).to_bytes(4, "big") + b"\x08\x06\0\0\0"


async def test_a_nonce_returns_the_message_that_exists_within_its_window(
    lobby: discord.TextChannel, community: Community
):
    first = await lobby.send("rappel", nonce="n1")
    again = await lobby.send("rappel modifié", nonce="n1")
    assert (again.id, again.content) == (first.id, "rappel")
    community.sandbox.clock.advance(timedelta(minutes=6))
    later = await lobby.send("rappel", nonce="n1")
    assert later.id != first.id
    assert len(community.members[0].messages(lobby.id)) == 2


async def test_a_nonce_of_a_deleted_message_is_unknown(lobby: discord.TextChannel):
    message = await lobby.send("rappel", nonce="n1")
    await message.delete()
    with pytest.raises(discord.NotFound) as gone:
        await lobby.send("rappel", nonce="n1")
    assert gone.value.code == 10008


async def test_the_nonce_is_echoed_by_the_gateway_and_not_kept_in_history(
    bot: Bot, lobby: discord.TextChannel
):
    sent = await lobby.send("rappel", nonce="n1")
    echoed = await bot.until("message")
    assert isinstance(echoed, discord.Message)
    assert echoed.nonce == "n1"
    assert (await lobby.fetch_message(sent.id)).nonce is None


async def test_only_allowed_mentions_ping(lobby: discord.TextChannel, community: Community):
    nadia, thomas, _ = community.members
    role = community.world.create_role(community.guild.id, "Web", mentionable=True)
    text = f"@everyone <@{nadia.user_id}> <@{thomas.user_id}> <@&{role.id}> `<@{nadia.user_id}>`"
    await lobby.send(text, allowed_mentions=discord.AllowedMentions.none())
    assert not community.world.pings
    only = discord.AllowedMentions(
        everyone=False, roles=[discord.Object(role.id)], users=[discord.Object(nadia.user_id)]
    )
    message = await lobby.send(text, allowed_mentions=only)
    assert [each.id for each in message.mentions] == [nadia.user_id]
    assert [each.id for each in message.role_mentions] == [role.id]
    assert not message.mention_everyone
    ping = community.world.pings[-1]
    assert (ping.user_ids, ping.role_ids, ping.everyone) == ((nadia.user_id,), (role.id,), False)


async def test_a_member_without_the_right_pings_neither_everyone_nor_a_closed_role(community: Community):
    everyone = community.guild.roles[community.guild.id]
    community.world.edit_role(community.guild.id, everyone.id, permissions=everyone.permissions & ~(1 << 17))
    role = community.world.create_role(community.guild.id, "Web")
    message = await community.members[0].send(community.lobby.id, f"@everyone <@&{role.id}>")
    assert not message["mention_everyone"]
    assert message["mention_roles"] == []


async def test_a_v2_text_pings_as_content_does(lobby: discord.TextChannel, community: Community):
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.TextDisplay(f"<@{community.members[0].user_id}>"))
    await lobby.send(view=view)
    assert community.world.pings[-1].user_ids == (community.members[0].user_id,)


async def test_files_are_served_back(lobby: discord.TextChannel):
    files = [
        discord.File(io.BytesIO(b"BEGIN:VCALENDAR"), "agenda.ics"),
        discord.File(io.BytesIO(PNG), "graphique.png", description="Un graphique"),
    ]
    message = await lobby.send("deux fichiers", files=files)
    assert [each.filename for each in message.attachments] == ["agenda.ics", "graphique.png"]
    picture = message.attachments[1]
    assert (picture.width, picture.height, picture.description) == (7, 5, "Un graphique")
    assert await message.attachments[0].read() == b"BEGIN:VCALENDAR"
    async with aiohttp.ClientSession() as session, session.get(picture.url) as answer:
        assert answer.status == 200


async def test_an_embed_takes_its_picture_from_the_files(lobby: discord.TextChannel):
    embed = discord.Embed(title="Vitalité").set_image(url="attachment://graphique.png")
    message = await lobby.send(embed=embed, file=discord.File(io.BytesIO(PNG), "graphique.png"))
    assert message.attachments == []
    assert message.embeds[0].image.url is not None
    assert message.embeds[0].image.url.startswith("http://127.0.0.1")


async def test_history_is_paged_in_every_direction(lobby: discord.TextChannel):
    ids = [(await lobby.send(str(number))).id for number in range(6)]
    middle = discord.Object(ids[3])
    assert [m.id async for m in lobby.history(limit=2)] == ids[:3:-1]
    assert [m.id async for m in lobby.history(limit=2, before=middle)] == [ids[2], ids[1]]
    assert [m.id async for m in lobby.history(limit=2, after=middle)] == ids[4:]
    around = [m.id async for m in lobby.history(limit=3, around=middle)]
    assert sorted(around) == ids[2:5]


async def test_without_the_right_to_read_it_the_history_is_empty(
    lobby: discord.TextChannel, community: Community
):
    await lobby.send("passé")
    view_and_send = (1 << 10) | (1 << 11)
    bind_rights(community, view_and_send)
    community.world.edit_role(community.guild.id, community.guild.id, permissions=view_and_send)
    assert [m async for m in lobby.history()] == []


async def test_a_closed_conversation_answers_50007(bot: Bot, community: Community):
    nadia = community.members[0]
    person = await bot.fetch_user(nadia.user_id)
    await person.send("bonjour")
    nadia.set_dms_open(False)
    with pytest.raises(discord.Forbidden) as closed:
        await person.send("encore")
    assert closed.value.code == 50007
    assert [m["content"] for m in nadia.messages(nadia.dm_with(community.application.user_id))] == ["bonjour"]


async def test_who_shares_no_community_gets_no_message(bot: Bot, community: Community):
    stranger = community.world.create_user("inconnu")
    with pytest.raises(discord.Forbidden) as closed:
        await (await bot.fetch_user(stranger.id)).send("bonjour")
    assert closed.value.code == 50007


async def test_pins_and_their_notice(bot: Bot, lobby: discord.TextChannel):
    message = await lobby.send("à retenir")
    await message.pin(reason="utile")
    assert [each.id async for each in lobby.pins()] == [message.id]
    notice = await bot.until("message", 2)
    assert isinstance(notice, discord.Message)
    assert notice.type is discord.MessageType.pins_add
    await message.unpin()
    assert [each async for each in lobby.pins()] == []


async def test_pins_are_for_those_who_may_read_the_history(
    bot: Bot, lobby: discord.TextChannel, community: Community
):
    await (await lobby.send("à retenir")).pin()
    bind_rights(community, int(Permission.VIEW_CHANNEL))
    community.world.edit_role(
        community.guild.id, community.guild.id, permissions=int(Permission.VIEW_CHANNEL)
    )
    assert [each async for each in lobby.pins()] == []
    assert await bot.http.request(discord.http.Route("GET", f"/channels/{lobby.id}/pins")) == []


async def test_an_announcement_is_published_once(bot: Bot, community: Community):
    news = bot.get_channel(community.news.id)
    assert isinstance(news, discord.TextChannel)
    message = await news.send("annonce")
    await message.publish()
    with pytest.raises(discord.HTTPException) as twice:
        await message.publish()
    assert twice.value.code == 40033
    assert (await news.fetch_message(message.id)).flags.crossposted


async def test_nobody_edits_what_another_wrote(bot: Bot, community: Community):
    written = await community.members[0].send(community.lobby.id, "de Nadia")
    with pytest.raises(discord.Forbidden) as refused:
        await bot.http.request(
            discord.http.Route("PATCH", f"/channels/{community.lobby.id}/messages/{written['id']}"),
            json={"content": "changé"},
        )
    assert refused.value.code == 50005
    with pytest.raises(ActorRefused):
        await community.members[1].edit(community.lobby.id, int(written["id"]), "changé")


async def test_old_messages_are_edited_a_limited_number_of_times(
    lobby: discord.TextChannel, community: Community
):
    message = await lobby.send("carte")
    community.sandbox.clock.advance(timedelta(hours=2))
    community.world.late_edit_limit = 1
    await message.edit(content="carte 2")
    with pytest.raises(discord.HTTPException) as capped:
        await message.edit(content="carte 3")
    assert (capped.value.status, capped.value.code) == (429, 30046)


async def test_many_are_deleted_at_once_but_not_old_ones(lobby: discord.TextChannel, community: Community):
    messages = [await lobby.send(str(number)) for number in range(3)]
    await lobby.delete_messages(messages[:2])
    assert [m["content"] for m in community.members[0].messages(lobby.id)] == ["2"]
    other = await lobby.send("3")
    community.sandbox.clock.advance(timedelta(days=15))
    with pytest.raises(discord.HTTPException) as old:
        await lobby.delete_messages([messages[2], other])
    assert old.value.code == 50034


async def test_a_reply_names_what_it_answers(lobby: discord.TextChannel, community: Community):
    asked = await community.members[0].send(community.lobby.id, "question")
    reply = await lobby.get_partial_message(int(asked["id"])).reply("réponse")
    assert reply.type is discord.MessageType.reply
    assert reply.reference is not None
    assert reply.reference.message_id == int(asked["id"])
    with pytest.raises(discord.HTTPException) as unknown:
        await lobby.get_partial_message(5).reply("à rien")
    assert unknown.value.code == 50035


async def test_a_reply_shows_what_it_answers_as_that_stands(lobby: discord.TextChannel, community: Community):
    nadia, thomas, _ = community.members
    asked = await nadia.send(lobby.id, "question ?")
    await lobby.get_partial_message(int(asked["id"])).reply("réponse")
    await nadia.edit(lobby.id, int(asked["id"]), "autre question ?")
    assert thomas.messages(lobby.id)[-1]["referenced_message"]["content"] == "autre question ?"
    await nadia.delete(lobby.id, int(asked["id"]))
    assert thomas.messages(lobby.id)[-1]["referenced_message"] is None


@pytest.mark.usefixtures("discord_py")
async def test_a_session_without_the_content_intent_reads_nothing_in_a_reply_either(community: Community):
    nadia, thomas, _ = community.members
    blind = discord.Intents(guilds=True, messages=True)
    async with connected(Bot(blind), community.application.token) as bot:
        asked = await nadia.send(community.lobby.id, "secret")
        reference = {"message_reference": {"message_id": asked["id"]}}
        community.world.post_message(community.lobby.id, thomas.user_id, {"content": "et moi ?", **reference})
        reply = await bot.until("message", 2)
    assert isinstance(reply, discord.Message)
    assert reply.reference is not None
    assert isinstance(reply.reference.resolved, discord.Message)
    assert (reply.content, reply.reference.resolved.content) == ("", "")


async def test_spaces_around_a_text_are_taken_away_and_alone_are_nothing(
    lobby: discord.TextChannel, community: Community
):
    message = await lobby.send("  bonjour\n")
    assert message.content == "bonjour"
    assert (await message.edit(content="\nau revoir ")).content == "au revoir"
    for attempt in (lobby.send(" \n "), message.edit(content=" ")):
        with pytest.raises(discord.HTTPException) as empty:
            await attempt
        assert empty.value.code == 50006
    with pytest.raises(ActorRefused, match="50006"):
        await community.members[0].send(lobby.id, "   ")


async def test_a_person_writes_to_the_bot(bot: Bot, community: Community):
    nadia = community.members[0]
    await nadia.send(nadia.dm_with(community.application.user_id), "bonjour")
    received = await bot.until("message")
    assert isinstance(received, discord.Message)
    assert received.guild is None
    assert received.content == "bonjour"
    await received.channel.send("bonsoir")
    assert [m["content"] for m in nadia.messages(received.channel.id)] == ["bonjour", "bonsoir"]


async def test_files_are_found_after_a_move_to_another_port(lobby: discord.TextChannel, community: Community):
    await lobby.send(file=discord.File(io.BytesIO(b"x"), "agenda.ics"))
    community.world.move_to("http://127.0.0.1:5")
    shown = community.members[0].messages(lobby.id)[0]["attachments"][0]
    assert shown["url"].startswith("http://127.0.0.1:5/attachments/")


async def test_what_is_not_supported_is_a_problem(lobby: discord.TextChannel, community: Community):
    poll = discord.Poll("Quand ?", timedelta(hours=1)).add_answer(text="Lundi")
    await lobby.send("sondage", poll=poll)
    problems = community.sandbox.problems
    assert problems == [f"unsupported field: poll of POST /channels/{lobby.id}/messages"]
    problems.clear()
