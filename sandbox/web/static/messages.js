// The conversation: pages of fifty, older ones brought in from above, new ones kept in view.

import * as api from "./api.js";
import * as directory from "./directory.js";
import { button, el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { formatLocale, t } from "./i18n.js";
import { refusalText } from "./interactions.js";
import { failedCommand, isEphemeral, momentOf, renderMessage } from "./message.js";
import { notify } from "./notices.js";
import { refreshPlaces } from "./richtext.js";
import { compareIds, currentChannel, currentGuild, guildOf, on, state, tell } from "./state.js";
import { refreshRelative } from "./timestamps.js";
import * as unread from "./unread.js";

const CATEGORY = 4;
const PAGE = 50;
const KEPT = 300; // more than this are let go from the top while the end is in view
const NEAR_PX = 120;
const SOUGHT_MS = 2_000;
const SOUGHT_PAGES = 40; // two thousand messages
const REACHABLE = "button, a[href], textarea, [tabindex='0']";

const scroller = document.getElementById("messages");
const list = document.getElementById("message-list");
const jump = document.getElementById("jump");
const DISMISSED = "sandbox.dismissed"; // kept as long as the tab: ephemeral messages do not outlive it
const dismissed = new Set(recallDismissed());
let atEnd = true;
let loading = null; // the page of older messages that is on its way
let failed = []; // commands that got no answer: `{failure, after}`, the last message when it was known
let unseen = 0;
let readUntil = "0";
let shown = Promise.resolve(); // when the open channel's last page is there

/** Connect the conversation to what happens. Called once. */
export function startMessages() {
  scroller.addEventListener("scroll", onScroll, { passive: true });
  const grown = new ResizeObserver(() => { if (atEnd) toEnd(); });
  for (const each of [list, scroller]) grown.observe(each); // a message that grew, or less room because files are attached
  jump.addEventListener("click", toEnd);
  on("dismiss", dismiss);
  on("command-failed", showFailed);
  on("clock", () => refreshRelative(list));
  on("world", () => (state.channelId ? refreshPlaces(list) : showNothingOpen()));
}

/** Show the open channel from its end. */
export function showChannel() {
  shown = openChannel();
  return shown;
}

/** Bring a message of the open channel into view, loading what is older until it is there; says so if it is not. */
export async function seek(messageId) {
  await shown;
  const from = whereabouts();
  try {
    for (let page = 0; page < SOUGHT_PAGES && mayBeOlder(messageId); page += 1) {
      await loadOlder();
      if (from !== whereabouts()) return;
    }
  } catch (refusal) {
    notify(refusalText(refusal), "error");
    return;
  }
  const node = nodeOf(messageId);
  if (!node) {
    notify(t(mayBeOlder(messageId) ? "message-too-old" : "message-gone"), "error");
    return;
  }
  atEnd = false;
  node.scrollIntoView({ block: "center" });
  node.classList.add("sought");
  setTimeout(() => node.classList.remove("sought"), SOUGHT_MS);
}

const mayBeOlder = (messageId) => state.hasOlder && state.messages.length > 0 && compareIds(messageId, oldestLoaded().id) < 0;

/** Who one is and where: an answer that comes when either has changed is somebody else's, or about another place. */
const whereabouts = () => `${state.me.id}:${state.channelId}`;

async function openChannel() {
  const channelId = state.channelId;
  const from = whereabouts();
  state.messages = [];
  state.hasOlder = false;
  failed = [];
  unseen = 0;
  atEnd = true;
  readUntil = unread.lastRead(channelId);
  showJump();
  if (!channelId) { showNothingOpen(); return; }
  fill(list, el("p", { class: "loading", text: t("loading") }));
  try {
    const page = await api.messages(channelId);
    if (from !== whereabouts()) return;
    take(page.messages);
    state.hasOlder = page.messages.length >= PAGE;
    redraw();
    toEnd();
    seen();
  } catch (refusal) {
    if (from === whereabouts()) fill(list, el("p", { class: "loading", role: "alert", text: refusalText(refusal) }));
  }
}

/** Say why there is nothing to read where no channel is open; one may have come meanwhile. */
function showNothingOpen() {
  const words = !state.guildId ? "pick-conversation" : currentGuild()?.channels.some((channel) => channel.type !== CATEGORY) ? "pick-channel" : "no-channels";
  fill(list, el("p", { class: "loading", text: t(words) }));
}

/** Bring the open channel up to date once the line is there, leaving one where one was reading. */
export async function catchUp() {
  await shown;
  const from = whereabouts();
  const shownBefore = new Set(state.messages.map((message) => message.id));
  const page = state.channelId ? await api.messages(state.channelId).catch(() => null) : null;
  if (page === null || from !== whereabouts()) return; // the line broke again: once more when it is back
  const before = JSON.stringify(state.messages);
  const known = new Set(state.messages.map((message) => message.id));
  const isGap = known.size && page.messages.length >= PAGE && !page.messages.some((message) => known.has(message.id));
  if (isGap) { await showChannel(); return; }
  if (!known.size) state.hasOlder = page.messages.length >= PAGE;
  const oldest = page.messages[0]?.id ?? null;
  const stays = ({ id }) => !shownBefore.has(id) || (oldest !== null && compareIds(id, oldest) < 0); // came meanwhile, or older
  state.messages = state.messages.filter(stays);
  take(page.messages);
  if (!known.size || JSON.stringify(state.messages) !== before) redraw();
  if (atEnd) { toEnd(); seen(); return; }
  unseen += state.messages.filter((message) => !known.has(message.id)).length;
  showJump();
}

/** Draw again what is known, for example in another language. */
export function redraw() {
  keepingWork(drawAll);
}

/** Draw many messages at once. What is being corrected stays, and so does the keyboard. */
function keepingWork(draw) {
  const editors = [...list.querySelectorAll(".editor")].map((editor) => [editor.closest("[data-message]").dataset.message, editor]);
  scroller.setAttribute("aria-busy", "true"); // a page drawn at once is not news to be read out
  keepingFocus(() => {
    draw();
    for (const [id, editor] of editors) nodeOf(id)?.querySelector(".message-content")?.replaceWith(editor);
  });
  requestAnimationFrame(() => scroller.removeAttribute("aria-busy"));
}

const nodeOf = (messageId) => list.querySelector(`[data-message="${messageId}"]`);
const reachable = (node) => [...node.querySelectorAll(REACHABLE)];

/** Draw something anew and leave the keyboard where it was: on the same control of the same message. */
function keepingFocus(draw) {
  const held = document.activeElement;
  const place = held?.closest("#message-list [data-message]");
  const index = place ? reachable(place).indexOf(held) : -1;
  const wasOlder = held?.matches("#message-list > .older");
  draw();
  if (wasOlder && !held.isConnected) (list.querySelector(".older") ?? list.querySelector("[data-message]") ?? list).focus({ preventScroll: true });
  if (!place || document.activeElement === held) return;
  const node = nodeOf(place.dataset.message);
  if (held.isConnected) held.focus();
  else if (node) (reachable(node)[index] ?? node).focus();
  else tell("focus-lost");
}

function drawAll() {
  if (!state.channelId) { showNothingOpen(); return; }
  fill(list, opening(), nodesOf(state.messages), failedBetween(state.messages.at(-1) ?? null, null));
}

/** Draw the beginning up to the message at `index`, and leave all that follows as it stands. */
function drawUpTo(index) {
  const last = index < state.messages.length ? nodeOf(state.messages[index].id) : null;
  if (!last) { drawAll(); return; } // it was deleted meanwhile
  while (list.firstChild !== last) list.firstChild.remove();
  last.replaceWith(...[opening(), nodesOf(state.messages.slice(0, index + 1))].flat());
}

/** The nodes of the first messages, and what stands between them. */
function nodesOf(messages) {
  let previous = null;
  return messages.flatMap((message) => {
    const nodes = [...failedBetween(previous, message), ...dividers(message, previous), renderMessage(message, previous)];
    previous = message;
    return nodes;
  });
}

/** The lines of commands without an answer, where they came: after `previous` and before `next`, either of which may be missing. */
function failedBetween(previous, next) {
  if (!previous && state.hasOlder) return []; // they came before what is loaded
  const isBetween = ({ after }) => compareIds(after, previous?.id ?? "0") >= 0 && (!next || compareIds(after, next.id) < 0);
  return failed.filter(isBetween).map(failedLine);
}

function failedLine(line) {
  const node = failedCommand(line.failure, () => {
    failed = failed.filter((other) => other !== line);
    node.remove();
    tell("focus-lost");
  });
  return node;
}

/** A message arrived. */
export function added(message) {
  if (dismissed.has(message.id)) return;
  if (state.messages.some((known) => known.id === message.id)) { changed(message); return; }
  const last = state.messages.at(-1);
  take([message]);
  if (last && compareIds(message.id, last.id) < 0) { redraw(); return; }
  list.append(...dividers(message, last ?? null), renderMessage(message, last ?? null));
  if (atEnd) {
    letGo();
    toEnd();
    seen();
  } else {
    unseen += 1;
    showJump();
  }
}

/** A message changed; `message` may hold only what changed. */
export function changed(message) {
  const index = state.messages.findIndex((known) => known.id === message.id);
  if (index < 0) return;
  state.messages[index] = { ...state.messages[index], ...message };
  keepingFocus(() => nodeOf(message.id)?.replaceWith(renderMessage(state.messages[index], state.messages[index - 1] ?? null)));
}

/** Messages were deleted. */
export function removed(ids) {
  const before = state.messages.length;
  state.messages = state.messages.filter((message) => !ids.includes(message.id));
  if (state.messages.length !== before) redraw();
}

function take(messages) {
  const guildId = guildOf(state.channelId)?.id ?? null;
  for (const message of messages) {
    if (message.member && guildId) directory.learnMembers(guildId, [{ ...message.member, user: message.author }]);
    directory.learnUser(message.author);
    for (const user of message.mentions ?? []) directory.learnUser(user);
  }
  const known = new Map(state.messages.map((message) => [message.id, message]));
  for (const message of messages) if (!dismissed.has(message.id)) known.set(message.id, message);
  state.messages = [...known.values()].sort((a, b) => compareIds(a.id, b.id));
}

function recallDismissed() {
  try {
    return JSON.parse(sessionStorage.getItem(DISMISSED)) ?? [];
  } catch {
    return []; // storage refused: what was dismissed comes back with the next load
  }
}

function dismiss(id) {
  dismissed.add(id);
  try {
    sessionStorage.setItem(DISMISSED, JSON.stringify([...dismissed].slice(-500)));
  } catch {
    // Dismissed as long as the page is open, then.
  }
  removed([id]);
}

function showFailed(failure) {
  if (failure.channelId !== state.channelId) return;
  const line = { failure, after: state.messages.at(-1)?.id ?? "0" };
  failed.push(line);
  list.append(failedLine(line));
  toEnd();
}

/** Bring in the page before what is loaded, once however often it is asked for; a refusal is the caller's to tell. */
function loadOlder() {
  loading ??= bringOlder().finally(() => { loading = null; });
  return loading;
}

/** As one comes near the top. The next scroll tries again; the banner already says that the line is broken. */
function olderWanted() {
  loadOlder().catch((refusal) => { if (!(refusal instanceof api.Refused)) throw refusal; });
}

const oldestLoaded = () => state.messages.find((message) => !isEphemeral(message)) ?? state.messages[0];

async function bringOlder() {
  if (!state.hasOlder || !state.messages.length) return;
  const from = whereabouts();
  const page = await api.messages(state.channelId, oldestLoaded().id);
  if (from !== whereabouts()) return;
  const known = new Set(state.messages.map((message) => message.id));
  const fromEnd = scroller.scrollHeight - scroller.scrollTop;
  state.hasOlder = page.messages.length >= PAGE;
  take(page.messages);
  const newest = state.messages.findLastIndex((message) => !known.has(message.id));
  keepingWork(() => drawUpTo(newest + 1)); // the one after it may no longer begin a day, or a group
  scroller.scrollTop = scroller.scrollHeight - fromEnd;
}

function letGo() {
  if (state.messages.length <= KEPT) return;
  state.messages = state.messages.slice(-PAGE);
  state.hasOlder = true;
  redraw();
}

function onScroll() {
  atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PX;
  if (atEnd && unseen) seen();
  if (scroller.scrollTop < NEAR_PX * 4) olderWanted();
}

function toEnd() {
  scroller.scrollTop = scroller.scrollHeight;
  atEnd = true;
}

function seen() {
  unseen = 0;
  showJump();
  const last = state.messages.findLast((message) => !isEphemeral(message));
  const ever = currentChannel()?.last_message_id; // it may be deleted, or not for this person to read
  unread.markRead(state.channelId, compareIds(last?.id ?? "0", ever ?? "0") > 0 ? last.id : ever);
  tell("unread");
}

function showJump() {
  jump.hidden = unseen === 0;
  if (unseen) fill(jump, t("new-messages", { count: unseen }), icon("down"));
}

function dividers(message, previous) {
  const day = (moment) => moment.toDateString();
  const nodes = [];
  if (!previous || day(momentOf(previous)) !== day(momentOf(message))) {
    const words = new Intl.DateTimeFormat(formatLocale(), { dateStyle: "full" }).format(momentOf(message));
    nodes.push(el("div", { class: "divider", role: "separator" }, el("span", { text: words })));
  }
  const firstUnread = !isEphemeral(message) && compareIds(message.id, readUntil) > 0 && (!previous || compareIds(previous.id, readUntil) <= 0);
  if (firstUnread && readUntil !== "0" && previous && message.author.id !== state.me.id) {
    nodes.push(el("div", { class: "divider divider-new", role: "separator" }, el("span", { text: t("new") })));
  }
  return nodes;
}

function opening() {
  const channel = currentChannel();
  if (!channel) return null;
  if (state.hasOlder) return button({ class: "older", on: { click: olderWanted } }, t("load-older"));
  const isDm = channel.type === 1;
  const isThread = [10, 11, 12].includes(channel.type);
  const name = isDm ? directory.displayName(channel.recipients[0]) : isThread ? channel.name : `#${channel.name}`;
  const words = isDm ? "opening-dm" : channel.type === 12 ? "opening-private-thread" : isThread ? "opening-thread" : "opening";
  return el("div", { class: "opening" },
    el("span", { class: "opening-icon" }, icon(isDm ? "messages" : isThread ? "thread" : "channel")),
    el("h2", { text: isDm || isThread ? name : t("opening-title", { name }) }),
    el("p", { text: channel.topic || t(words, { name }) }));
}
