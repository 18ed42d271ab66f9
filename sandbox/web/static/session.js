// Who one is and where: the address of the page says both, so that two tabs can be two people.

import * as api from "./api.js";
import { takeReport } from "./clock.js";
import * as directory from "./directory.js";
import { followLocale, t } from "./i18n.js";
import { refusalText } from "./interactions.js";
import { follow } from "./events.js";
import { notify } from "./notices.js";
import { allChannels, channelById, compareIds, currentGuild, guildOf, state, tell } from "./state.js";
import * as unread from "./unread.js";

const FIRST_CHOICE = new Set([0, 5]);
let hangUp = () => {};

/** What the address asks for: `{personId, channelId}`, either of which may be missing. */
export function addressed() {
  const [, personId = "", channelId = ""] = location.hash.match(/^#\/(\d{1,20})(?:\/(\d{1,20}))?/) ?? [];
  return { personId, channelId };
}

/** Become `personId`; stay in `channelId` if they may see it. */
export async function become(personId, channelId) {
  let view;
  try {
    view = await api.view(personId);
  } catch (refusal) {
    notify(refusalText(refusal), "error");
    return false;
  }
  hangUp();
  directory.forget();
  take(view);
  unread.openFor(allChannels());
  followLocale(state.me.locale);
  const kept = channelById(channelId) ? channelId : null;
  place(kept ?? firstChannel());
  hangUp = follow(personId);
  tell("person");
  tell("channel");
  return true;
}

/** Ask again for what the acting person sees: something in the communities changed. */
export async function refreshView() {
  const personId = state.me.id;
  const view = await api.view(personId).catch(() => null);
  if (!view || state.me.id !== personId) return;
  const open = state.channelId;
  take(view);
  const isHere = open === null ? state.guildId === null || currentGuild() !== null : channelById(open) !== null;
  if (isHere) {
    tell("world");
    return;
  }
  place(firstChannel());
  tell("channel");
  if (open !== null) notify(t("channel-gone"));
}

/** Open a channel; says whether the acting person may see it. */
export function go(channelId) {
  if (!channelById(channelId)) {
    notify(t("channel-hidden"), "error");
    return false;
  }
  if (channelId === state.channelId) return true;
  place(channelId);
  tell("channel");
  return true;
}

/** Open a community, or with null the private conversations, where one was last. */
export function goGuild(guildId) {
  state.guildId = guildId;
  place(firstChannel(guildId), guildId);
  tell("channel");
}

/** Open the private conversation with a bot, beginning it if need be. */
export async function goDm(botId) {
  try {
    const { channel } = await api.openDm(botId);
    if (!channelById(channel.id)) state.dms.unshift(channel);
    go(channel.id);
  } catch (refusal) {
    notify(refusalText(refusal), "error");
  }
}

function take(view) {
  const known = new Map(allChannels().map((channel) => [channel.id, channel.last_message_id ?? "0"]));
  state.me = view.me;
  state.guilds = view.guilds;
  state.dms = view.dms;
  state.bots = view.bots;
  for (const channel of allChannels()) { // a message may have come while the view was on its way
    if (compareIds(known.get(channel.id) ?? "0", channel.last_message_id ?? "0") > 0) channel.last_message_id = known.get(channel.id);
  }
  for (const user of [view.me, ...view.bots, ...view.dms.flatMap((dm) => dm.recipients)]) directory.learnUser(user);
  for (const guild of view.guilds) directory.learnMembers(guild.id, [{ ...guild.me, user: view.me }]);
  takeReport(view.clock);
}

function firstChannel(guildId = state.guilds[0]?.id ?? null) {
  const guild = state.guilds.find((candidate) => candidate.id === guildId);
  if (!guild) return state.dms[0]?.id ?? null;
  const order = (a, b) => positionOf(guild, a) - positionOf(guild, b) || a.position - b.position;
  const channels = guild.channels.filter((channel) => FIRST_CHOICE.has(channel.type)).sort(order);
  const lively = channels.find((channel) => channel.last_message_id && !channel.private);
  return (lively ?? channels[0])?.id ?? null; // where there is something to read
}

function positionOf(guild, channel) {
  return guild.channels.find((candidate) => candidate.id === channel.parent_id)?.position ?? -1;
}

function place(channelId, guildId = guildOf(channelId)?.id ?? null) {
  state.channelId = channelId;
  state.guildId = guildId;
  const address = `#/${state.me.id}${channelId ? `/${channelId}` : ""}`;
  if (location.hash !== address) history.pushState(null, "", address);
}
