// Pictures and files. Only the sandbox's own are fetched; anything elsewhere is a link, because the page loads
// nothing from outside.

import { button, el, paint, uncover } from "./dom.js";
import { icon } from "./icons.js";
import { formatLocale, t } from "./i18n.js";
import { link, localAddress } from "./richtext.js";

const PICTURE = /\.(png|jpe?g|gif|webp|svg|avif)(\?|$)/i;

/** Whether an attachment or media item is a picture. */
export function isPicture(item) {
  return item.content_type ? item.content_type.startsWith("image/") : PICTURE.test(item.url ?? "");
}

/** "12,4 Ko": a size in bytes, as the reader's language writes it. */
export function fileSize(bytes) {
  const [unit, length] = bytes >= 1_048_576 ? ["megabyte", 1_048_576] : bytes >= 1_024 ? ["kilobyte", 1_024] : ["byte", 1];
  const unitDisplay = unit === "byte" ? "long" : "short"; // "3 byte" is no English
  return new Intl.NumberFormat(formatLocale(), { style: "unit", unit, unitDisplay, maximumFractionDigits: 1 }).format(bytes / length);
}

/** An attachment: the picture itself, or a card to download the file. */
export function attachment(item) {
  if (isPicture(item)) return picture(item, item.description ?? item.filename, isSpoiler(item));
  return fileCard(item.url, item.filename, item.size, isSpoiler(item));
}

function isSpoiler(item) {
  return item.filename?.startsWith("SPOILER_") ?? false;
}

/** A picture that opens whole in a tab of its own. */
export function picture(item, description, hidden = false) {
  const address = localAddress(item.url);
  if (!address.startsWith("/")) {
    return el("div", { class: "outside-picture" }, icon("image"),
      el("span", {}, description || t("picture"), " ", link(item.url, [t("picture-outside")])));
  }
  const image = el("img", { src: address, alt: description || t("picture"), loading: "lazy", width: item.width, height: item.height });
  const frame = el("a", { class: "picture", href: address, target: "_blank", rel: "noopener" }, image);
  if (item.width && item.height) paint(frame, "--ratio", `${item.width} / ${item.height}`);
  return hidden ? covered(frame) : frame;
}

function covered(node) {
  const cover = button({ class: "picture-cover", on: { click: () => uncover(cover, node) } }, icon("eye"), t("spoiler"));
  return cover;
}

/** A file to download. */
export function fileCard(url, name, size, hidden = false) {
  const address = localAddress(url);
  const words = el("span", { class: "file-words" },
    el("span", { class: "file-name", text: name ?? t("file") }),
    size !== undefined && el("span", { class: "file-size", text: fileSize(size) }));
  const card = el("a", { class: "file-card", href: address, download: name ?? true, rel: "noopener noreferrer" }, icon("file"), words);
  return hidden ? covered(card) : card;
}

/** A gallery of one to ten pictures. */
export function gallery(items) {
  return el("div", { class: "gallery", data: { count: Math.min(items.length, 4) } },
    items.map((item) => picture(item.media, item.description, item.spoiler)));
}
