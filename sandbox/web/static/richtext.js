// Makes nodes of parsed markdown: text, chips for mentions, times, links and spoilers.

import { button, el, fill, hexColour, paint, uncover } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { parse } from "./markdown.js";
import { channelById, eventById, guildOf, roleById, state, tell } from "./state.js";
import { timestamp } from "./timestamps.js";
import * as directory from "./directory.js";

const WRAPPERS = { bold: "strong", italic: "em", underline: "u", strike: "s" };
const OWN_PLACES = /^https:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\/(?:\d{1,20}|@me)\/(\d{1,20})(?:\/(\d{1,20}))?\/?$/i;
const OWN_EVENTS = /^https:\/\/(?:\w+\.)?discord(?:app)?\.com\/events\/\d{1,20}\/(\d{1,20})\/?$/i;
const EMOJI_ONLY = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f|\s){1,54}$/u;

/** A block of nodes for markdown `text` written in `channelId`. */
export function richText(text, channelId) {
  const node = el("div", { class: "rich" });
  if (EMOJI_ONLY.test(text) && text.trim()) node.classList.add("emoji-only");
  fill(node, parse(text).map((block) => renderBlock(block, channelId)));
  return node;
}

function renderBlock(block, channelId) {
  const inlines = () => block.inlines.map((inline) => renderInline(inline, channelId));
  switch (block.kind) {
    case "heading": return el("div", { class: `heading-${block.level}`, role: "heading", "aria-level": Math.max(2, block.level) }, inlines());
    case "subtext": return el("div", { class: "subtext" }, inlines());
    case "quote": return el("blockquote", {}, block.blocks.map((inner) => renderBlock(inner, channelId)));
    case "list": return renderList(block, channelId);
    case "fence": return el("pre", {}, el("code", { data: { language: block.language }, text: block.text }));
    default: return el("div", { class: "paragraph" }, inlines());
  }
}

function renderList(list, channelId) {
  const items = list.items.map((item) => el("li", {},
    item.inlines.map((inline) => renderInline(inline, channelId)),
    item.lists.map((inner) => renderList(inner, channelId))));
  return el(list.ordered ? "ol" : "ul", { start: list.ordered && list.start !== 1 ? list.start : null }, items);
}

function renderInline(inline, channelId) {
  if (typeof inline === "string") return inline;
  const children = () => inline.inlines.map((child) => renderInline(child, channelId));
  switch (inline.kind) {
    case "code": return el("code", { text: inline.text });
    case "link": return link(inline.url, children());
    case "spoiler": return spoiler(children());
    case "user": return userChip(inline.id, channelId);
    case "role": return roleChip(inline.id);
    case "channel": return channelChip(inline.id);
    case "time": return timestamp(inline.unix, inline.style) ?? `<t:${inline.unix}:${inline.style}>`;
    case "emoji": return el("span", { class: "custom-emoji", text: `:${inline.name}:` });
    case "command": return el("span", { class: "chip", text: `/${inline.name}` });
    case "everyone": return el("span", { class: "chip", text: `@${inline.name}` });
    default: return el(WRAPPERS[inline.kind], {}, children());
  }
}

/**
 * A link that opens elsewhere and tells that page nothing; anything but http(s) is only text. Discord's own links to a
 * channel, a message or a scheduled event lead there in this page.
 */
export function link(url, children) {
  const [, channelId, messageId] = url.match(OWN_PLACES) ?? [];
  if (channelId) return button({ class: "text-button place-link", on: { click: () => tell("go", { channelId, messageId }) } }, children);
  const [, eventId] = url.match(OWN_EVENTS) ?? [];
  if (eventId) return eventLink(eventId, url, children);
  if (!/^https?:\/\//i.test(url)) return el("span", {}, children);
  return el("a", { href: localAddress(url), target: "_blank", rel: "noopener noreferrer" }, children);
}

/** A bare link to an event reads as its name; one with words of its own keeps them. */
function eventLink(eventId, url, children) {
  const isBare = children.length === 1 && children[0] === url;
  const event = eventById(eventId);
  const words = isBare ? event?.name ?? t("unknown-event") : children;
  const data = isBare && !event ? { unknownEvent: eventId, url } : {};
  return button({ class: "text-button place-link", data, on: { click: () => tell("open-event", eventId) } }, icon("calendar"), words);
}

/** The sandbox's own files are fetched from where the page itself was, whatever name it was reached by. */
export function localAddress(url) {
  const address = URL.canParse(url) ? new URL(url) : null;
  const ours = address && ["127.0.0.1", "localhost", "[::1]"].includes(address.hostname) && address.port === location.port;
  return ours ? address.pathname + address.search : url;
}

function spoiler(children) {
  const hidden = button({ class: "spoiler", "aria-expanded": "false", "aria-label": t("spoiler") }, el("span", { "aria-hidden": "true" }, children));
  hidden.addEventListener("click", () => uncover(hidden, el("span", { class: "spoiler shown" }, children)));
  return hidden;
}

function userChip(id, channelId) {
  const guildId = guildOf(channelId)?.id ?? null;
  const chip = el("span", { class: id === state.me.id ? "chip chip-me" : "chip", data: { user: id } });
  const show = () => { chip.textContent = `@${directory.nameOf(id, guildId) ?? t("unknown-person")}`; };
  show();
  directory.whenKnown(id, guildId, show);
  return chip;
}

function roleChip(id) {
  const role = roleById(id);
  if (!role) return el("span", { class: "chip", text: `@${t("unknown-role")}` });
  const name = role.name.replace(/^@/, "");
  return paint(el("span", { class: "chip chip-role", text: `@${name}` }), "--role", hexColour(role.color));
}

function channelChip(id) {
  const channel = channelById(id);
  if (!channel) return el("span", { class: "chip", data: { unknownChannel: id }, text: `# ${t("unknown-channel")}` });
  return button({ class: "chip chip-channel", on: { click: () => tell("go", { channelId: id }) } },
    icon([10, 11, 12].includes(channel.type) ? "thread" : "channel"), channel.name);
}

/** Name what was not known when it was written about: a thread or an event is often there only a moment later. */
export function refreshPlaces(root) {
  for (const known of root.querySelectorAll("[data-unknown-event]")) {
    const { unknownEvent, url } = known.dataset;
    if (eventById(unknownEvent)) known.replaceWith(eventLink(unknownEvent, url, [url]));
  }
  for (const chip of root.querySelectorAll("[data-unknown-channel]")) {
    if (channelById(chip.dataset.unknownChannel)) chip.replaceWith(channelChip(chip.dataset.unknownChannel));
  }
}
