// The left side: communities, their channels and threads, private conversations, and what is unread in each.

import { avatar, initials } from "./avatar.js";
import { channelIcon } from "./choices.js";
import * as directory from "./directory.js";
import { badge, button, el, fill, keepingKey } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { compareIds, currentGuild, isListed, state, tell } from "./state.js";
import * as unread from "./unread.js";

const CATEGORY = 4;
const WRITTEN_IN = new Set([0, 2, 5, 15]);

const rail = document.getElementById("rail");
const title = document.getElementById("community-name");
const list = document.getElementById("channels");
const folded = new Set();

/** Draw everything on the left. */
export function showSidebar() {
  const guild = currentGuild();
  title.textContent = guild ? guild.name : t("private-messages");
  const inRail = keepingKey(rail, () => fill(rail, railItems()));
  const inList = keepingKey(list, () => fill(list, guild ? channelTree(guild) : conversations()));
  if (!inRail || !inList) tell("focus-lost");
}

function railItems() {
  const anyDm = state.dms.some(unread.isUnread);
  const home = railButton(null, t("private-messages"), icon("messages"), anyDm, sum(state.dms.map((dm) => unread.pingsIn(dm.id))));
  const guilds = state.guilds.map((guild) => {
    const channels = [...guild.channels, ...guild.threads.filter(isListed)];
    return railButton(guild.id, guild.name, initials(guild.name), channels.some(unread.isUnread), sum(channels.map((channel) => unread.pingsIn(channel.id))));
  });
  return [home, el("hr", { class: "rail-line" }), guilds];
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

function railButton(guildId, name, face, hasUnread, pings) {
  const isHere = state.guildId === guildId;
  return button({
    class: ["rail-item", isHere && "current", hasUnread && "unread"].filter(Boolean).join(" "), title: name, "aria-current": isHere ? "true" : null,
    data: { key: `rail-${guildId}` }, on: { click: () => tell("go-guild", guildId) },
  }, el("span", { class: "rail-face", "aria-hidden": "true" }, face),
  el("span", { class: "visually-hidden", text: hasUnread ? t("unread-in", { name }) : name }), pings > 0 && badge(pings));
}

function channelTree(guild) {
  const order = (a, b) => a.position - b.position || compareIds(a.id, b.id);
  const inside = (parentId) => guild.channels.filter((channel) => channel.type !== CATEGORY && (channel.parent_id ?? null) === parentId).sort(order);
  const visible = new Set(guild.channels.map((channel) => channel.id));
  const loose = guild.channels.filter((channel) => channel.type !== CATEGORY && channel.parent_id && !visible.has(channel.parent_id));
  const top = [...inside(null), ...loose].sort(order).map((channel) => channelItems(guild, channel));
  const categories = guild.channels.filter((channel) => channel.type === CATEGORY).sort(order).filter((category) => inside(category.id).length);
  if (!top.length && !categories.length) return el("p", { class: "empty", text: t("no-channels") });
  return [el("ul", { class: "channel-list" }, top), categories.map((category) => categoryItems(guild, category, inside(category.id)))];
}

function categoryItems(guild, category, channels) {
  const isOpen = !folded.has(category.id);
  const shown = isOpen ? channels : channels.filter((channel) => channel.id === state.channelId || unread.isUnread(channel));
  const toggle = button({ class: "category", "aria-expanded": String(isOpen), data: { key: category.id }, on: { click: () => fold(category.id) } }, icon("down"), category.name);
  return el("section", {}, toggle, el("ul", { class: "channel-list" }, shown.map((channel) => channelItems(guild, channel))));
}

function fold(categoryId) {
  if (!folded.delete(categoryId)) folded.add(categoryId);
  showSidebar();
}

function channelItems(guild, channel) {
  const threads = guild.threads.filter((thread) => thread.parent_id === channel.id && isListed(thread));
  return el("li", {}, channelButton(channel, channelIcon(channel.type)),
    threads.length > 0 && el("ul", { class: "thread-list" },
      threads.sort((a, b) => compareIds(a.id, b.id)).map((thread) => el("li", {}, channelButton(thread, channelIcon(thread.type))))));
}

function channelButton(channel, sign) {
  const isHere = channel.id === state.channelId;
  const isUnread = !isHere && unread.isUnread(channel);
  const pings = isHere ? 0 : unread.pingsIn(channel.id);
  const label = [channel.name, channel.private && t("private"), isUnread && t("unread"), pings > 0 && t("pings", { count: pings })];
  return button({
    class: ["channel", isHere && "current", isUnread && "unread"].filter(Boolean).join(" "), data: { channel: channel.id, key: channel.id },
    "aria-label": label.filter(Boolean).join(", "), "aria-current": isHere ? "page" : null,
    disabled: !WRITTEN_IN.has(channel.type) && channel.type < 10 && channel.type !== 1,
    on: { click: () => tell("go", { channelId: channel.id }) },
  }, icon(sign), el("span", { class: "channel-name", text: channel.name }), channel.private && channel.type < 10 && icon("lock"), pings > 0 && badge(pings));
}

function conversations() {
  const open = state.dms.map((dm) => conversation(dm.recipients[0], dm));
  const withDm = new Set(state.dms.map((dm) => dm.recipients[0].id));
  const others = state.bots.filter((bot) => !withDm.has(bot.id)).map((bot) => conversation(bot, null));
  if (!open.length && !others.length) return el("p", { class: "empty", text: t("no-conversations") });
  return el("ul", { class: "channel-list" }, open, others);
}

function conversation(user, dm) {
  const name = directory.displayName(user);
  const isHere = dm !== null && dm.id === state.channelId;
  const isUnread = dm !== null && !isHere && unread.isUnread(dm);
  return el("li", {}, button({
    class: ["channel conversation", isHere && "current", isUnread && "unread"].filter(Boolean).join(" "),
    data: { channel: dm?.id ?? "", key: user.id }, "aria-current": isHere ? "page" : null,
    on: { click: () => (dm ? tell("go", { channelId: dm.id }) : tell("open-dm", user.id)) },
  }, avatar(user, name, "small"), el("span", { class: "channel-name", text: name }),
  isUnread && el("span", { class: "visually-hidden", text: `, ${t("unread")}` }), dm && !isHere && unread.pingsIn(dm.id) > 0 && badge(unread.pingsIn(dm.id))));
}
