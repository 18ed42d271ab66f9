// The right side: who is in the community, by role. A name opens a card, from which one may become that person.

import * as api from "./api.js";
import { avatar } from "./avatar.js";
import * as directory from "./directory.js";
import { button, debounced, el, fill, hexColour, paint } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { botBadge } from "./message.js";
import { besideAddress, side } from "./pane.js";
import { currentChannel, currentGuild, state, tell } from "./state.js";

const GAP_PX = 8;

const panel = document.getElementById("members");
const list = document.getElementById("member-list");
const card = document.getElementById("person-card");
let shownFor = null;

/** Show the open community's members; asks for them again when something changed. */
export const refreshMembers = debounced(loadMembers, 120);

async function loadMembers() {
  const guild = currentGuild();
  shownFor = guild?.id ?? null;
  panel.classList.toggle("absent", !guild);
  if (!guild) { fill(list); return; }
  try {
    const { members, total } = await api.members(guild.id);
    if (shownFor !== guild.id) return;
    directory.learnMembers(guild.id, members);
    draw(guild, members, total);
  } catch {
    return; // the connection's banner already says so; the list shown stays
  }
}

function draw(guild, members, total) {
  const groups = new Map();
  const hoisted = guild.roles.filter((role) => role.hoist).sort((a, b) => b.position - a.position);
  for (const role of hoisted) groups.set(role.id, { name: role.name, members: [] });
  groups.set("", { name: t("members"), members: [] });
  for (const member of members) {
    const role = hoisted.find((candidate) => member.roles.includes(candidate.id));
    groups.get(role?.id ?? "").members.push(member);
  }
  const byName = (a, b) => directory.nameOf(a.user.id, guild.id).localeCompare(directory.nameOf(b.user.id, guild.id));
  const held = [...list.querySelectorAll("button")].indexOf(document.activeElement);
  fill(list, [...groups.values()].filter((group) => group.members.length).map((group) => el("section", {},
    el("h3", { text: `${group.name} · ${group.members.length}` }),
    el("ul", {}, group.members.sort(byName).map((member) => el("li", {}, memberButton(member, guild.id)))))));
  if (held >= 0) (list.querySelectorAll("button")[held] ?? panel).focus();
  if (total > members.length) list.append(el("p", { class: "empty", text: t("more-members", { count: total - members.length }) }));
}

function memberButton(member, guildId) {
  const name = directory.nameOf(member.user.id, guildId);
  const words = paint(el("span", { class: "member-name", text: name }), "--role", directory.colourOf(member.user.id, guildId));
  const isMe = member.user.id === state.me.id;
  const node = button({ class: isMe ? "member is-me" : "member", "aria-haspopup": "dialog" }, avatar(member.user, name, "medium"), words,
    member.user.bot && botBadge(), isMe && el("span", { class: "you", text: t("you") }));
  node.addEventListener("click", () => showCard(member, guildId, node));
  return node;
}

function showCard(member, guildId, anchor) {
  const name = directory.nameOf(member.user.id, guildId);
  const roles = directory.rolesOf(member, guildId);
  fill(card,
    el("div", { class: "person-head" }, avatar(member.user, name, "huge"),
      el("div", {}, el("strong", { class: "person-name", text: name }), member.user.bot && botBadge(), el("span", { class: "person-username", text: `@${member.user.username}` }))),
    roles.length > 0 && el("ul", { class: "role-list", "aria-label": t("roles") }, roles.map((role) =>
      el("li", {}, paint(el("span", { class: "role-dot" }), "--role", hexColour(role.color)), role.name))),
    cardActions(member, name));
  card.setAttribute("aria-label", name);
  const place = anchor.getBoundingClientRect();
  card.style.top = `${Math.max(GAP_PX, Math.min(place.top, innerHeight - 280))}px`;
  card.style.left = `${Math.max(GAP_PX, Math.min(place.left - 296, innerWidth - 296))}px`;
  card.showPopover();
}

function cardActions(member, name) {
  if (member.user.bot) {
    return button({ class: "button button-primary", on: { click: () => { card.hidePopover(); tell("open-dm", member.user.id); } } }, t("write-privately"));
  }
  if (member.user.id === state.me.id) return null;
  return el("div", { class: "person-actions" },
    button({ class: "button button-primary", on: { click: () => { card.hidePopover(); tell("become", { personId: member.user.id, channelId: currentChannel()?.id }); } } }, t("act-as", { name })),
    side ? null : el("a", { class: "button button-secondary", href: besideAddress(member.user.id) }, icon("sides"), t("beside")));
}
