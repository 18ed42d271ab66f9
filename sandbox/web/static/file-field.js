// The field for files, in forms that bots open and as an option of commands: chosen or dropped, one chip for each.

import { acceptDrops } from "./dropping.js";
import { append, el } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { tray } from "./uploads.js";

/** A control for `least` to `most` files: `{node, target, value(), problem()}`; value() gives a list of files. */
export function fileControl({ id, label, least, most, required }) {
  let refused = null;
  const files = tray({ most, label: t(most > 1 ? "choose-files" : "choose-file"), onProblem: (text) => { refused = text; show(); } });
  const { chooser } = files;
  chooser.id = id;
  chooser.className = "button button-secondary";
  chooser.setAttribute("aria-label", `${label}, ${chooser.title}`);
  append(chooser, icon("clip"), el("span", { text: chooser.title }));
  const note = el("p", { class: "field-error", role: "alert", hidden: true });
  const show = () => {
    note.textContent = refused ?? "";
    note.hidden = !refused;
  };
  const node = el("div", { class: "file-field" },
    el("div", { class: "file-drop" }, chooser, el("span", { class: "field-hint", text: t("or-drop") })), files.node, note);
  acceptDrops(node, files.add);
  const problem = () => {
    const count = files.files().length;
    if (!count) return required ? t("file-required") : null;
    return count < least ? t("files-few", { count: least }) : null;
  };
  return { node, target: chooser, value: files.files, problem };
}
