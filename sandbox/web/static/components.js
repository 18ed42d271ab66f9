// Components of a message: rows of buttons and selects, and the layouts of components v2.

import { button, el, hexColour, paint, uncover } from "./dom.js";
import { forSelect } from "./choices.js";
import { emojiText } from "./emoji.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import * as interactions from "./interactions.js";
import { fileCard, gallery, picture } from "./media.js";
import { picker } from "./picker.js";
import { link, localAddress, richText } from "./richtext.js";

const BUTTON_STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "secondary" };

const RENDERERS = {
  1: (row, message) => el("div", { class: "action-row" }, render(row.components, message)),
  2: messageButton,
  3: messageSelect,
  5: messageSelect,
  6: messageSelect,
  7: messageSelect,
  8: messageSelect,
  9: section,
  10: (text, message) => richText(text.content, message.channel_id),
  11: (thumbnail) => el("div", { class: "thumbnail" }, picture(thumbnail.media, thumbnail.description, thumbnail.spoiler)),
  12: (media) => gallery(media.items),
  13: (file) => fileCard(file.file.url, file.name ?? nameFrom(file.file.url), file.size, file.spoiler),
  14: separator,
  17: container,
};

/** Nodes for `components` of `message`; a kind the page does not know is said, not dropped. */
export function render(components, message) {
  return (components ?? []).map((component) => {
    const renderer = RENDERERS[component.type];
    return renderer ? renderer(component, message) : el("div", { class: "unknown-component", text: t("unknown-component") });
  });
}

function messageButton(data, message) {
  const emoji = emojiText(data.emoji);
  const face = [emoji && el("span", { class: "button-emoji", "aria-hidden": data.label ? "true" : null, text: emoji }), data.label];
  if (data.style === 5) {
    if (data.disabled) return button({ class: "button button-link", disabled: true }, face, icon("outside"));
    const node = link(data.url, [face, icon("outside")]);
    node.className = "button button-link";
    return node;
  }
  const node = button({ class: `button button-${BUTTON_STYLES[data.style] ?? "secondary"}`, disabled: data.disabled }, face);
  node.addEventListener("click", () => interactions.pressButton(message, data.custom_id, node));
  return node;
}

function messageSelect(data, message) {
  const settings = forSelect(data);
  const node = picker({
    ...settings, label: data.placeholder ?? t("choose"),
    onChange: (values) => interactions.chooseValues(message, data.custom_id, values, node),
  }).node;
  return node;
}

function section(data, message) {
  return el("div", { class: "section" },
    el("div", { class: "section-words" }, render(data.components, message)),
    el("div", { class: "section-accessory" }, render([data.accessory], message)));
}

function separator(data) {
  const wide = data.spacing === 2 ? "separator wide" : "separator";
  return data.divider === false ? el("div", { class: `${wide} blank` }) : el("hr", { class: wide });
}

function container(data, message) {
  const body = el("div", { class: "container-body" }, render(data.components, message));
  const node = paint(el("div", { class: "container" }, body), "--accent-bar", hexColour(data.accent_color));
  if (!data.spoiler) return node;
  const cover = button({ class: "container-cover", on: { click: () => uncover(cover, node) } }, icon("eye"), t("spoiler"));
  return cover;
}

function nameFrom(url) {
  return decodeURIComponent(localAddress(url).split(/[/?]/).filter((part) => part.includes(".")).at(-1) ?? t("file"));
}
