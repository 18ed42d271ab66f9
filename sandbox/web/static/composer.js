// Where one writes: a message with its files, or a slash and a command with its options.

import * as api from "./api.js";
import { append, button, el, fill } from "./dom.js";
import { commandForm } from "./command-form.js";
import * as directory from "./directory.js";
import { draftIn, keepDraft } from "./drafts.js";
import { acceptDrops, filesOf, refuseStrayDrops } from "./dropping.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { refusalText } from "./interactions.js";
import { mentionMenu, withMarkup } from "./mentions.js";
import { slashMenu } from "./slash.js";
import { currentChannel, state } from "./state.js";
import { MOST_FILES, tray } from "./uploads.js";

const LONGEST = 2_000;
const COUNT_FROM = 1_800;

const host = document.getElementById("composer");
const attached = new Map(); // files that wait for their message to be sent, by person and channel
let input = null;
let menus = [];
let error = null;
let form = null;
let files = null;
let counter = null;
let place = null; // the person and channel of what is in the line

/** Take files that are dropped anywhere over the conversation. Called once. */
export function startComposer() {
  refuseStrayDrops();
  const main = document.getElementById("main");
  acceptDrops(main, (dropped) => { if (mayAttach()) files.add(dropped); else showError(t("refused-50013")); });
}

/** Draw the composer for the open channel. */
export function showComposer() {
  keepFiles();
  const channel = currentChannel();
  form = null;
  place = channel && `${state.me.id}:${channel.id}`;
  host.hidden = !channel;
  if (!channel) return;
  error = el("div", { class: "composer-error", role: "alert", hidden: true });
  const writable = channel.can_send !== false;
  const name = channel.type === 1 ? directory.displayName(channel.recipients[0]) : channel.name;
  input = el("textarea", {
    class: "composer-input", rows: 1, "aria-autocomplete": "list", "aria-haspopup": "listbox",
    "aria-controls": "slash-list", "aria-label": t("write-to", { name }),
    placeholder: writable ? t("write-to", { name }) : t("write-commands-only"),
  });
  counter = el("span", { class: "counter", "aria-hidden": "true" });
  menus = [slashMenu(input, openForm), mentionMenu(input, () => write(input.value))];
  files = tray({ most: MOST_FILES, dressed: true, onProblem: showError });
  files.chooser.className = "icon-button";
  files.chooser.hidden = !mayAttach();
  append(files.chooser, icon("clip"));
  const slash = button({ class: "icon-button", "aria-label": t("commands"), title: t("commands"), on: { click: startSlash } }, icon("slash"));
  const send = button({ class: "icon-button send", "aria-label": t("send"), title: t("send"), on: { click: submit } }, icon("send"));
  fill(host, menus.map((menu) => menu.node), error, files.node, el("div", { class: "composer-line" }, files.chooser, slash, input, counter, send));
  input.value = draftIn(channel.id);
  files.restore(attached.get(place) ?? []);
  measure();
  input.addEventListener("input", () => {
    keepDraft(channel.id, input.value);
    measure();
    showError(null);
    refreshMenus();
  });
  input.addEventListener("keydown", (event) => {
    if (menus.some((menu) => menu.onKey(event))) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
  input.addEventListener("paste", (event) => {
    const pasted = filesOf(event.clipboardData);
    if (!pasted.length || !mayAttach()) return;
    event.preventDefault();
    files.add(pasted);
  });
  input.addEventListener("blur", () => setTimeout(() => { if (!host.contains(document.activeElement)) closeMenus(); }, 150));
}

function refreshMenus() {
  for (const menu of menus) menu.refresh();
}

function closeMenus() {
  for (const menu of menus) menu.close();
}

function mayAttach() {
  return currentChannel()?.can_attach !== false;
}

function keepFiles() {
  const begun = place ? files.take() : [];
  if (begun.length) attached.set(place, begun);
  else attached.delete(place);
}

/** Put the cursor where one writes. */
export function focusComposer() {
  (form ?? input)?.focus();
}

/** Give the line the height of its text, and say how many characters are left when they become few. */
function measure() {
  input.style.height = "auto";
  if (input.offsetParent) input.style.height = `${Math.min(input.scrollHeight, 240)}px`; // hidden behind a command, it has none
  const left = LONGEST - [...withMarkup(input.value)].length;
  counter.textContent = left <= LONGEST - COUNT_FROM ? String(left) : "";
  counter.classList.toggle("over", left < 0);
}

function write(text) {
  input.value = text;
  keepDraft(state.channelId, text);
  measure();
}

function startSlash() {
  write("/");
  input.focus();
  refreshMenus();
}

function showError(text) {
  fill(error, text ? [icon("alert"), el("span", { text })] : []);
  error.hidden = !text;
}

async function submit() {
  const text = withMarkup(input.value.trim());
  if (!text && files.isEmpty()) return;
  if (text.startsWith("/") && !text.includes("\n") && files.isEmpty()) {
    showError(t("command-unknown", { name: text.split(" ")[0] }));
    return;
  }
  if ([...text].length > LONGEST) {
    showError(t("message-long", { count: LONGEST }));
    return;
  }
  const from = { channelId: state.channelId, personId: state.me.id, place, text: input.value, attachments: files.attachments() };
  const sent = files.take();
  write("");
  try {
    await api.send(from.channelId, text, from.attachments);
  } catch (refusal) {
    giveBack(from, sent);
    if (from.place === place) showError(refusalText(refusal));
  }
}

/** What could not be sent stands in its channel's line again, unless something else was begun there. */
function giveBack(from, sent) {
  if (from.place !== place) {
    if (!draftIn(from.channelId, from.personId)) keepDraft(from.channelId, from.text, from.personId);
    if (!attached.has(from.place)) attached.set(from.place, sent);
    return;
  }
  if (!input.value) write(from.text);
  if (files.isEmpty()) files.restore(sent);
}

/** Open the options of a command in place of the message line. */
export function openForm(command) {
  form?.node.remove();
  form = commandForm(command, { onDone: closeForm, onProblem: showError });
  host.querySelector(".composer-line").hidden = true;
  host.append(form.node);
  showError(null);
  write("");
  form.focus();
}

function closeForm() {
  form?.node.remove();
  form = null;
  host.querySelector(".composer-line").hidden = false;
  showError(null);
  input.focus();
}
