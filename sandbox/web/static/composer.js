// Where one writes: a plain message, or a slash and a command with its options.

import * as api from "./api.js";
import { announce, button, el, fill } from "./dom.js";
import * as directory from "./directory.js";
import { draftIn, keepDraft } from "./drafts.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { refusalText, runCommand } from "./interactions.js";
import { optionField } from "./options.js";
import { slashMenu } from "./slash.js";
import { currentChannel, state } from "./state.js";

const LONGEST = 2_000;
const COUNT_FROM = 1_800;

const host = document.getElementById("composer");
let input = null;
let menu = null;
let error = null;
let form = null;

/** Draw the composer for the open channel. */
export function showComposer() {
  const channel = currentChannel();
  form = null;
  host.hidden = !channel;
  if (!channel) return;
  error = el("div", { class: "composer-error", role: "alert", hidden: true });
  const writable = channel.can_send !== false;
  const name = channel.type === 1 ? directory.displayName(channel.recipients[0]) : channel.name;
  input = el("textarea", {
    class: "composer-input", rows: 1, "aria-autocomplete": "list",
    "aria-controls": "slash-list", "aria-label": t("write-to", { name }),
    placeholder: writable ? t("write-to", { name }) : t("write-commands-only"),
  });
  const counter = el("span", { class: "counter", "aria-hidden": "true" });
  menu = slashMenu(input, openForm);
  const slash = button({ class: "icon-button", "aria-label": t("commands"), title: t("commands"), on: { click: startSlash } }, icon("slash"));
  const send = button({ class: "icon-button send", "aria-label": t("send"), title: t("send"), on: { click: submit } }, icon("send"));
  fill(host, menu.node, error, el("div", { class: "composer-line" }, slash, input, counter, send));
  input.value = draftIn(channel.id);
  grow();
  input.addEventListener("input", () => {
    keepDraft(channel.id, input.value);
    grow();
    showError(null);
    menu.refresh();
    const left = LONGEST - [...input.value].length;
    counter.textContent = left <= LONGEST - COUNT_FROM ? String(left) : "";
    counter.classList.toggle("over", left < 0);
  });
  input.addEventListener("keydown", (event) => {
    if (menu.onKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
  input.addEventListener("blur", () => setTimeout(() => { if (!host.contains(document.activeElement)) menu.close(); }, 150));
}

/** Put the cursor where one writes. */
export function focusComposer() {
  (form?.fields[0] ?? input)?.focus();
}

function grow() {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, 240)}px`;
}

function write(text) {
  input.value = text;
  keepDraft(state.channelId, text);
  grow();
}

function startSlash() {
  write("/");
  input.focus();
  menu.refresh();
}

function showError(text) {
  fill(error, text ? [icon("alert"), el("span", { text })] : []);
  error.hidden = !text;
}

async function submit() {
  const text = input.value.trim();
  if (!text) return;
  if (text.startsWith("/") && !text.includes("\n")) {
    showError(t("command-unknown", { name: text.split(" ")[0] }));
    return;
  }
  if ([...text].length > LONGEST) {
    showError(t("message-long", { count: LONGEST }));
    return;
  }
  const { channelId } = state;
  const kept = input.value;
  write("");
  try {
    await api.send(channelId, text);
  } catch (refusal) {
    if (channelId !== state.channelId) { keepDraft(channelId, kept); return; }
    if (!input.value) write(kept);
    showError(refusalText(refusal));
  }
}

/** Open the options of a command in place of the message line. */
export function openForm(command) {
  const fields = [];
  const values = () => Object.fromEntries(fields.map((field) => [field.option.name, field.value()]).filter(([, value]) => value !== undefined));
  const others = (option) => () => Object.fromEntries(Object.entries(values()).filter(([name]) => name !== option.name));
  const rows = el("div", { class: "option-fields" });
  const more = el("div", { class: "option-more" });
  const add = (option) => {
    const field = optionField(command, option, others(option));
    fields.push(field);
    rows.append(field.node);
    return field;
  };
  for (const option of command.options.filter((candidate) => candidate.required)) add(option);
  for (const option of command.options.filter((candidate) => !candidate.required)) {
    const chip = button({ class: "option-chip", title: option.hint }, icon("plus"), option.label);
    chip.addEventListener("click", () => { chip.remove(); add(option).focus(); });
    more.append(chip);
  }
  const send = el("button", { class: "button button-primary", type: "submit" }, t("send-command"), icon("send"));
  const node = el("form", { class: "command-form", novalidate: true, "aria-label": `/${command.name}` },
    el("header", { class: "command-head" }, el("strong", { text: `/${command.name}` }), el("span", { text: command.description }),
      button({ class: "icon-button", "aria-label": t("cancel"), title: t("cancel"), on: { click: closeForm } }, icon("close"))),
    fields.length > 0 || command.options.length > 0 ? rows : null,
    el("footer", { class: "command-foot" }, more, send));
  node.addEventListener("submit", (event) => { event.preventDefault(); submitForm(send); });
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !node.querySelector(":popover-open")) closeForm();
  });
  form = { command, fields, values };
  host.querySelector(".composer-line").hidden = true;
  host.querySelector(".command-form")?.remove();
  host.append(node);
  showError(null);
  write("");
  (fields[0] ?? { focus: () => send.focus() }).focus();
}

function closeForm() {
  form = null;
  host.querySelector(".command-form")?.remove();
  host.querySelector(".composer-line").hidden = false;
  showError(null);
  input.focus();
}

async function submitForm(send) {
  const { command, fields, values } = form;
  const wrong = fields.filter((field) => !field.check());
  if (wrong.length) {
    wrong[0].focus();
    announce(t("fields-wrong", { count: wrong.length }));
    return;
  }
  const mine = form;
  send.disabled = true;
  send.classList.add("busy");
  try {
    await runCommand(state.channelId, command, values());
    if (form === mine) closeForm();
  } catch (refusal) {
    if (form === mine) showError(refusalText(refusal));
  } finally {
    send.disabled = false;
    send.classList.remove("busy");
  }
}
