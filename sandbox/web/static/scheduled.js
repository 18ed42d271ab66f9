// The community's scheduled events: what comes when and where, and who is interested.

import * as api from "./api.js";
import { avatar } from "./avatar.js";
import { longDay, longMoment, now, timeOfDay } from "./clock.js";
import * as directory from "./directory.js";
import { announce, button, el, fill, keepingKey } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { refusalText } from "./interactions.js";
import { notify } from "./notices.js";
import { link, richText } from "./richtext.js";
import { channelById, currentGuild, eventById, state, tell } from "./state.js";
import { timestamp } from "./timestamps.js";

const ACTIVE = 2;
const opener = document.getElementById("open-events");
const unfolded = new Set(); // events of which one sees who is interested
let dialog = null;
let list = null;

/** Connect the way in. Called once. */
export function startEvents() {
  opener.addEventListener("click", () => openEvents());
}

/** Write the way in, which is there as long as there are events, and bring an open list level with the world. */
export function showEvents() {
  const guild = currentGuild();
  const count = guild?.events.length ?? 0;
  opener.hidden = !count;
  fill(opener, icon("calendar"), el("span", { class: "events-word", text: t("events") }), el("span", { class: "events-count", text: String(count) }));
  if (!dialog) return;
  if (guild) redraw();
  else dialog.close();
}

/** Open the list, at one event if its id is given. */
export function openEvents(eventId = null) {
  const found = eventId ? eventById(eventId) : null;
  if (eventId && !found) { notify(t("refused-10070"), "error"); return; }
  if (found && found.guild_id !== state.guildId) tell("go-guild", found.guild_id);
  if (!dialog) makeDialog();
  redraw();
  const card = eventId && list.querySelector(`[data-event="${eventId}"]`);
  card?.scrollIntoView({ block: "nearest" });
  card?.focus();
}

function makeDialog() {
  unfolded.clear();
  list = el("div", { class: "event-list" });
  dialog = el("dialog", { class: "dialog events-dialog", "aria-labelledby": "events-title" },
    el("header", { class: "dialog-head" }, el("h2", { id: "events-title", text: t("events") }),
      button({ class: "icon-button", "aria-label": t("close"), on: { click: () => dialog.close() } }, icon("close"))), list);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => { dialog.remove(); dialog = null; });
  document.body.append(dialog);
  dialog.showModal();
}

function redraw() {
  const { events } = currentGuild();
  keepingKey(list, () => fill(list, events.length ? events.map(eventCard) : el("p", { class: "empty", text: t("events-none") })));
}

function eventCard(event) {
  const titleId = `event-${event.id}`;
  const creator = event.creator && (directory.nameOf(event.creator.id, event.guild_id) ?? directory.displayName(event.creator));
  return el("article", { class: "event", data: { event: event.id, key: event.id }, tabindex: "-1", "aria-labelledby": titleId },
    el("p", { class: event.status === ACTIVE ? "event-time active" : "event-time" }, icon("calendar"), timeLine(event)),
    el("h3", { id: titleId, text: event.name }),
    el("p", { class: "event-place" }, place(event)),
    event.description && el("div", { class: "event-words" }, richText(event.description, state.channelId)),
    creator && el("p", { class: "field-hint", text: t("event-by", { name: creator }) }),
    el("footer", { class: "event-foot" }, countButton(event), interestButton(event)),
    unfolded.has(event.id) && whoList(event));
}

/** "En cours, jusqu'à…" or "jeudi 26 novembre 2026, de 18h30 à 20h00 · dans 2 jours". */
function timeLine(event) {
  const start = new Date(event.scheduled_start_time);
  const end = event.scheduled_end_time && new Date(event.scheduled_end_time);
  const words = el("span", {}, el("time", { datetime: event.scheduled_start_time, text: span(start, end) }));
  if (event.status === ACTIVE) words.prepend(el("strong", { text: t("event-now") }), " · ");
  else if (start > now()) words.append(" · ", timestamp(Math.floor(start.getTime() / 1_000), "R"));
  return words;
}

function span(start, end) {
  if (!end) return longMoment(start);
  if (start.toDateString() !== end.toDateString()) return t("event-span", { start: longMoment(start), end: longMoment(end) });
  return t("event-hours", { day: longDay(start), start: timeOfDay(start), end: timeOfDay(end) });
}

function place(event) {
  const words = event.entity_metadata?.location;
  if (words) return [icon("place"), el("span", {}, /^https?:\/\/\S+$/i.test(words) ? link(words, [words]) : words)];
  const channel = channelById(event.channel_id);
  return channel ? [icon("voice"), el("span", { text: channel.name })] : null;
}

function countButton(event) {
  const isOpen = unfolded.has(event.id);
  const count = event.user_count ?? 0;
  if (!count) return el("span", { class: "event-count", text: t("interested-none") });
  return button({
    class: "text-button event-count", "aria-expanded": String(isOpen), data: { key: `who-${event.id}` },
    on: { click: () => {
      if (!unfolded.delete(event.id)) unfolded.add(event.id);
      redraw();
    } },
  }, t("interested-count", { count }));
}

function interestButton(event) {
  const node = button({
    class: event.interested ? "button button-primary" : "button button-secondary",
    "aria-pressed": String(event.interested), "aria-label": `${t("interested")}, ${event.name}`, data: { key: `mark-${event.id}` },
  }, icon(event.interested ? "check" : "bell"), t("interested"));
  node.addEventListener("click", () => mark(event, node));
  return node;
}

async function mark(event, node) {
  if (node.classList.contains("busy")) return;
  node.classList.add("busy");
  try {
    await api.markInterested(event.guild_id, event.id, !event.interested);
    announce(t(event.interested ? "interest-gone" : "interest-marked", { name: event.name }));
  } catch (refusal) {
    node.classList.remove("busy");
    notify(refusalText(refusal), "error");
  }
}

/** Who is interested, asked for each time: the list may have changed. */
function whoList(event) {
  const node = el("ul", { class: "event-who", "aria-label": t("interested-who") }, el("li", { class: "field-hint", text: t("loading") }));
  api.interested(event.guild_id, event.id).then(({ members, total }) => {
    directory.learnMembers(event.guild_id, members);
    fill(node, members.map((member) => {
      const name = directory.nameOf(member.user.id, event.guild_id);
      return el("li", {}, avatar(member.user, name, "small"), name);
    }));
    if (total > members.length) node.append(el("li", { class: "field-hint", text: t("more-members", { count: total - members.length }) }));
  }, (refusal) => fill(node, el("li", { class: "field-error", text: refusalText(refusal) })));
  return node;
}
