// Embeds: author, title, description, fields, pictures, footer, with their accent.

import { el, hexColour, paint } from "./dom.js";
import { picture } from "./media.js";
import { link, richText } from "./richtext.js";
import { formatLocale } from "./i18n.js";

/** One embed of a message written in `channelId`. */
export function embed(data, channelId) {
  const body = el("div", { class: "embed-body" },
    data.author?.name && el("div", { class: "embed-author" }, data.author.url ? link(data.author.url, [data.author.name]) : data.author.name),
    data.title && el("div", { class: "embed-title" }, data.url ? link(data.url, [data.title]) : richText(data.title, channelId)),
    data.description && richText(data.description, channelId),
    data.fields?.length > 0 && fields(data.fields, channelId),
    data.image?.url && picture(data.image, data.image.description),
    footer(data));
  const node = el("div", { class: "embed" }, body,
    data.thumbnail?.url && el("div", { class: "embed-thumbnail" }, picture(data.thumbnail, data.thumbnail.description)));
  return paint(node, "--accent-bar", hexColour(data.color));
}

function fields(list, channelId) {
  return el("dl", { class: "embed-fields" }, list.map((field) => el("div", { class: field.inline ? "field inline" : "field" },
    el("dt", {}, richText(field.name, channelId)), el("dd", {}, richText(field.value, channelId)))));
}

function footer(data) {
  const moment = data.timestamp && new Date(data.timestamp).toLocaleString(formatLocale(), { dateStyle: "medium", timeStyle: "short" });
  const words = [data.footer?.text, moment].filter(Boolean).join(" · ");
  return words ? el("div", { class: "embed-footer", text: words }) : null;
}
