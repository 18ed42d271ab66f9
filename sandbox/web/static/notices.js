// Short notices that come and go: what was refused, what the clock did, the line that broke.

import { button, el } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { tell } from "./state.js";

const SHOWN_MS = 6_000;

/** Show `text`; `kind` is "info" or "error" (an error interrupts a screen reader, an information waits). */
export function notify(text, kind = "info") {
  const leave = () => {
    const held = note.contains(document.activeElement);
    note.remove();
    if (held) tell("focus-lost");
  };
  const note = el("div", { class: `notice notice-${kind}`, role: kind === "error" ? "alert" : "status" },
    icon(kind === "error" ? "alert" : "clock"), el("span", { text }),
    button({ class: "icon-button", "aria-label": t("dismiss"), on: { click: leave } }, icon("close")));
  document.getElementById("notices").append(note);
  setTimeout(leave, SHOWN_MS);
}

/** Show or hide that the sandbox cannot be reached. */
export function showConnection(connected) {
  const banner = document.getElementById("connection");
  banner.textContent = connected ? "" : t("reconnecting");
  banner.hidden = connected;
}
