// Files on their way out: chosen, pasted or dropped, shown as chips until they are sent or taken away again.

import { announce, button, el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { fileSize } from "./media.js";

/** Discord's limits: the size of one file in bytes, the files of one message, the words that stand for a picture. */
export const LARGEST = 10 * 1_048_576;
export const MOST_FILES = 10;
const LONGEST_DESCRIPTION = 1_024;
const PREVIEW_PX = 96;
const SPOILER = "SPOILER_";

/**
 * @param {object} settings
 *   `most` files; `dressed` true where files may get words for who can't see them and be covered;
 *   `onProblem(text)` when one can't be taken, null when all is well; `onChange()`.
 * @returns the tray: `node`, `chooser` (the button that opens the system's own list), `add(files)`, `files()` as they
 *   are to be sent, `attachments()` with their words, `take()` and `restore(entries)` to empty and to fill it again.
 */
export function tray({ most, dressed = false, label = t("attach"), onProblem = () => {}, onChange = () => {} }) {
  let entries = [];
  const input = el("input", { type: "file", multiple: most > 1, hidden: true, "aria-hidden": "true", tabindex: "-1" });
  const chooser = button({ "aria-label": label, title: label, on: { click: () => input.click() } });
  const list = el("ul", { class: "uploads", "aria-label": t("attached"), hidden: true });
  const node = el("div", { class: "upload-tray" }, input, list);
  input.addEventListener("change", () => {
    add([...input.files]);
    input.value = ""; // so that the same file can be chosen again
  });

  function add(files) {
    let problem = null;
    for (const file of files) {
      if (file.size > LARGEST) problem = t("file-large", { name: file.name, size: fileSize(LARGEST) });
      else if (entries.length >= most) problem = t("files-many", { count: most });
      else {
        const entry = { file, description: "", hidden: false };
        entries.push(entry);
        list.append(chip(entry));
        announce(t("file-added", { name: file.name }));
      }
    }
    onProblem(problem);
    changed();
  }

  function changed() {
    list.hidden = !entries.length;
    onChange();
  }

  function remove(entry, item) {
    const next = item.nextElementSibling ?? item.previousElementSibling;
    entries = entries.filter((other) => other !== entry);
    item.remove();
    announce(t("file-removed", { name: entry.file.name }));
    changed();
    onProblem(null);
    (next?.querySelector(".upload-remove") ?? chooser).focus();
  }

  function chip(entry) {
    const { file } = entry;
    const face = el("span", { class: "upload-face" }, icon(isPicture(file) ? "image" : "file"));
    preview(file, face);
    const takeAway = t("file-remove", { name: file.name });
    const item = el("li", { class: entry.hidden ? "upload covered" : "upload" }, face,
      el("span", { class: "upload-words" }, el("span", { class: "upload-name", text: file.name }),
        el("span", { class: "upload-size", text: fileSize(file.size) })),
      el("span", { class: "upload-tools" },
        dressed && coverSwitch(entry, () => item),
        dressed && isPicture(file) && describeSwitch(entry, () => item),
        button({ class: "icon-button upload-remove", "aria-label": takeAway, title: takeAway, on: { click: () => remove(entry, item) } }, icon("trash"))));
    if (entry.description) item.append(describeField(entry));
    return item;
  }

  return {
    node,
    chooser,
    add,
    isEmpty: () => !entries.length,
    files: () => entries.map(outgoing),
    attachments: () => entries.map((entry) => ({ upload: outgoing(entry), description: entry.description.trim() || null })),
    take() {
      const taken = entries;
      entries = [];
      fill(list);
      changed();
      return taken;
    },
    restore(taken) {
      entries = taken.slice(0, most);
      fill(list, entries.map(chip));
      changed();
    },
  };
}

const isPicture = (file) => file.type.startsWith("image/");

function outgoing({ file, hidden }) {
  return hidden && !file.name.startsWith(SPOILER) ? new File([file], SPOILER + file.name, { type: file.type }) : file;
}

function coverSwitch(entry, itemOf) {
  const label = t("file-cover", { name: entry.file.name });
  const node = button({ class: "icon-button", "aria-pressed": String(entry.hidden), "aria-label": label, title: label }, icon("eye"));
  node.addEventListener("click", () => {
    entry.hidden = !entry.hidden;
    node.setAttribute("aria-pressed", String(entry.hidden));
    itemOf().classList.toggle("covered", entry.hidden);
  });
  return node;
}

function describeSwitch(entry, itemOf) {
  const label = t("file-describe", { name: entry.file.name });
  return button({
    class: "icon-button", "aria-label": label, title: label,
    on: { click: () => {
      const shown = itemOf().querySelector(".upload-description");
      if (!shown) itemOf().append(describeField(entry));
      itemOf().querySelector(".upload-description").focus();
    } },
  }, icon("edit"));
}

function describeField(entry) {
  const field = el("input", {
    class: "upload-description", type: "text", maxlength: LONGEST_DESCRIPTION, autocomplete: "off",
    placeholder: t("file-shows"), "aria-label": t("file-describe", { name: entry.file.name }),
  });
  field.value = entry.description;
  field.addEventListener("input", () => { entry.description = field.value; });
  return field;
}

/** Draw the picture itself, small. On a canvas: the page's policy lets no picture in from anywhere, memory included. */
async function preview(file, face) {
  if (!isPicture(file)) return;
  const bitmap = await createImageBitmap(file, { resizeHeight: PREVIEW_PX, resizeQuality: "medium" }).catch(() => null);
  if (!bitmap) return; // a kind the browser can't draw: the icon stays
  const canvas = el("canvas", { width: bitmap.width, height: bitmap.height, "aria-hidden": "true" });
  canvas.getContext("2d").drawImage(bitmap, 0, 0);
  bitmap.close();
  fill(face, canvas);
}
