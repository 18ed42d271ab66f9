// One message: who, when, what they wrote, and everything under it.

import * as api from "./api.js";
import { avatar } from "./avatar.js";
import { longMoment, timeOfDay } from "./clock.js";
import { findCommand } from "./command-list.js";
import { render as renderComponents } from "./components.js";
import * as directory from "./directory.js";
import { append, button, el, fill, paint } from "./dom.js";
import { embed } from "./embeds.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { refusalText } from "./interactions.js";
import { attachment } from "./media.js";
import { notify } from "./notices.js";
import { richText } from "./richtext.js";
import { guildOf, pingsMe, state, tell } from "./state.js";

const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const SUPPRESS_EMBEDS = 1 << 2;
const COMPONENTS_V2 = 1 << 15;
const GROUPED_WITHIN_MS = 7 * 60_000;
const ORDINARY = new Set([0, 19, 20, 23]); // default, reply, slash command, context menu
const SYSTEM_WORDS = {
  1: "system-recipient-add", 2: "system-recipient-remove", 4: "system-renamed", 6: "system-pinned",
  7: "system-joined", 12: "system-followed", 18: "system-thread", 21: "system-thread-start",
};

/** Whether only the acting person sees this message. */
export function isEphemeral(message) {
  return Boolean((message.flags ?? 0) & EPHEMERAL);
}

/** The address of a message's moment, as a date. */
export function momentOf(message) {
  return new Date(message.timestamp);
}

/** Whether a message continues the one before it, so that its author is not written again. */
export function continues(message, previous) {
  if (!previous || previous.author.id !== message.author.id || usedCommand(message)) return false;
  if (!ORDINARY.has(message.type) || !ORDINARY.has(previous.type) || message.type === 19) return false;
  if (isEphemeral(message) || isEphemeral(previous)) return false;
  return momentOf(message) - momentOf(previous) < GROUPED_WITHIN_MS;
}

/** The node of a message that comes after `previous`. */
export function renderMessage(message, previous) {
  if (!ORDINARY.has(message.type)) return systemMessage(message);
  const grouped = continues(message, previous);
  const name = authorName(message);
  const node = el("article", {
    class: ["message", grouped && "grouped", isEphemeral(message) && "ephemeral", pingsMe(message) && "pings-me"].filter(Boolean).join(" "),
    data: { message: message.id }, "aria-label": `${name}, ${timeOfDay(momentOf(message))}`, tabindex: "-1",
  });
  const body = el("div", { class: "message-body" }, !grouped && head(message, name), content(message, name), foot(message));
  return append(node, context(message), el("div", { class: "message-side" }, grouped ? moment(message) : avatar(message.author, name, "large")), body, tools(message, body));
}

function authorName(message) {
  const guildId = guildOf(message.channel_id)?.id ?? null;
  return directory.nameOf(message.author.id, guildId) ?? directory.displayName(message.author);
}

function moment(message) {
  const at = momentOf(message);
  return el("time", { class: "message-time", datetime: message.timestamp, title: longMoment(at), text: timeOfDay(at) });
}

function head(message, name) {
  const guildId = guildOf(message.channel_id)?.id ?? null;
  const author = el("span", { class: "author", text: name });
  const dress = () => {
    author.textContent = directory.nameOf(message.author.id, guildId) ?? name;
    paint(author, "--role", directory.colourOf(message.author.id, guildId));
  };
  dress();
  directory.whenKnown(message.author.id, guildId, dress);
  return el("div", { class: "message-head" }, author, message.author.bot && botBadge(), moment(message));
}

/** The badge beside a bot's name. */
export function botBadge() {
  return el("span", { class: "bot-badge", text: t("bot") });
}

/** `{user, name}` when the message answers a command, else null. */
function usedCommand(message) {
  const used = message.interaction_metadata ?? message.interaction;
  if (!used || used.type !== 2) return null;
  return { user: used.user, name: message.interaction?.name ?? used.name ?? "" };
}

function context(message) {
  const used = usedCommand(message);
  if (used) {
    const guildId = guildOf(message.channel_id)?.id ?? null;
    const name = directory.nameOf(used.user.id, guildId) ?? directory.displayName(used.user);
    return el("div", { class: "message-context" }, avatar(used.user, name, "tiny"), el("strong", { text: name }),
      el("span", { text: t("used") }), used.name && commandChip(used.name));
  }
  if (message.type !== 19) return null;
  const original = message.referenced_message;
  if (!original) return el("div", { class: "message-context" }, icon("arrow"), el("em", { text: t("original-deleted") }));
  return el("div", { class: "message-context" }, avatar(original.author, authorName(original), "tiny"),
    el("strong", { text: authorName(original) }), el("span", { class: "snippet", text: snippet(original) }));
}

/** A command's name in the acting person's language, as soon as it is known; canonical for one they may not use. */
function commandChip(path) {
  const chip = el("span", { class: "chip", text: `/${path}` });
  findCommand(path).then((command) => { if (command) chip.textContent = `/${command.name}`; });
  return chip;
}

/** The first words of a message, which a layout holds in its first text, as they are read: names, not their markup. */
function snippet(message) {
  const firstText = (components) => {
    for (const component of components ?? []) {
      const text = component.type === 10 ? component.content : firstText(component.components);
      if (text) return text;
    }
    return "";
  };
  const words = message.content || firstText(message.components);
  const first = words.split("\n")[0].replace(/^(?:#{1,3}|-#|>)\s+/, "");
  return richText(first, message.channel_id).textContent;
}

function content(message, name) {
  const flags = message.flags ?? 0;
  if (flags & LOADING) {
    return el("div", { class: "thinking" }, el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")), t("thinking", { name }));
  }
  const text = message.content ? richText(message.content, message.channel_id) : null;
  if (message.edited_timestamp) {
    const edited = el("span", { class: "edited", title: longMoment(new Date(message.edited_timestamp)), text: t("edited") });
    (text?.lastElementChild?.matches(".paragraph") ? text.lastElementChild : text)?.append(" ", edited);
  }
  const embeds = flags & SUPPRESS_EMBEDS ? [] : message.embeds ?? [];
  const components = renderComponents(message.components, message);
  return el("div", { class: flags & COMPONENTS_V2 ? "message-content layout" : "message-content" },
    text,
    flags & COMPONENTS_V2 ? null : (message.attachments ?? []).map(attachment),
    embeds.map((data) => embed(data, message.channel_id)),
    components.length > 0 && el("div", { class: "components" }, components),
    message.thread && threadCard(message.thread));
}

function threadCard(thread) {
  return button({ class: "thread-card", on: { click: () => tell("go", { channelId: thread.id }) } },
    icon("thread"), el("strong", { text: thread.name }), el("span", { text: t("open-thread") }));
}

function foot(message) {
  if (!isEphemeral(message)) return null;
  return el("div", { class: "ephemeral-note" }, icon("eye"), el("span", { text: t("only-you") }), "·",
    button({ class: "text-button", on: { click: () => tell("dismiss", message.id) } }, t("dismiss")));
}

function tools(message, body) {
  if (message.author.id !== state.me.id || isEphemeral(message)) return null;
  return el("div", { class: "message-tools", role: "group", "aria-label": t("message-tools") },
    button({ class: "icon-button", "aria-label": t("edit"), title: t("edit"), on: { click: () => editInPlace(message, body) } }, icon("edit")),
    button({ class: "icon-button", "aria-label": t("delete"), title: t("delete"), on: { click: () => attempt(() => api.remove(message.channel_id, message.id)) } }, icon("trash")));
}

async function attempt(call) {
  try {
    await call();
    return true;
  } catch (refusal) {
    notify(refusalText(refusal), "error");
    return false;
  }
}

function editInPlace(message, body) {
  if (body.querySelector(".edit-box")) return;
  const shown = body.querySelector(".message-content");
  const box = el("textarea", { class: "edit-box", rows: 2, "aria-label": t("edit") });
  box.value = message.content;
  const stop = () => editor.replaceWith(shown);
  const editor = el("div", { class: "editor" }, box, el("p", { class: "field-hint", text: t("edit-keys") }));
  box.addEventListener("keydown", async (event) => {
    if (event.key === "Escape") {
      stop();
      tell("focus-lost");
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const changed = box.value.trim();
      if (!changed || changed === message.content || await attempt(() => api.edit(message.channel_id, message.id, changed))) stop();
      if (document.activeElement === document.body) tell("focus-lost");
    }
  });
  shown.replaceWith(editor);
  box.focus();
}

function systemMessage(message) {
  const name = authorName(message);
  const key = SYSTEM_WORDS[message.type];
  const other = message.mentions?.[0];
  const parameters = { name, content: message.content ?? "", other: other ? directory.displayName(other) : "" };
  return el("article", { class: "message system", data: { message: message.id }, tabindex: "-1" },
    el("div", { class: "message-side" }, icon(message.type === 2 ? "arrow" : message.type === 18 ? "thread" : message.type === 6 ? "pin" : "arrow")),
    el("div", { class: "message-body" }, key ? t(key, parameters) : message.content || t("system-other"), " ", moment(message)));
}

/** The line left by a command that got no answer. Only this page shows it, until `onDismiss()`. */
export function failedCommand({ id, command }, onDismiss) {
  const name = directory.nameOf(state.me.id, state.guildId) ?? directory.displayName(state.me);
  const node = el("article", { class: "message ephemeral failed", data: { message: `failed-${id}` }, tabindex: "-1" });
  return fill(node,
    el("div", { class: "message-context" }, avatar(state.me, name, "tiny"), el("strong", { text: name }), el("span", { text: t("used") }),
      el("span", { class: "chip", text: `/${command.name}` })),
    el("div", { class: "message-side" }, icon("alert")),
    el("div", { class: "message-body" }, el("p", { class: "failed-words", text: t("did-not-respond") }),
      el("div", { class: "ephemeral-note" }, icon("eye"), el("span", { text: t("only-you") }), "·",
        button({ class: "text-button", on: { click: onDismiss } }, t("dismiss")))));
}
