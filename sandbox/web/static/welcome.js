// A card for newcomers: what this is, and five small steps through the four jobs and the clock.

import { advance } from "./clockbar.js";
import { findCommand, openForm } from "./composer.js";
import { button, el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { openPicker } from "./people.js";

const PLACE = "sandbox.welcomed";
const DAY_S = 86_400;
const STEPS = [
  { key: "join", command: "group join" },
  { key: "answer", command: "event list" },
  { key: "introduce", command: "intro register" },
  { key: "announce", command: "announce compose" },
  { key: "clock", clock: true },
];

const host = document.getElementById("welcome");

function welcomed(value) {
  try {
    if (value === undefined) return localStorage.getItem(PLACE) === "yes";
    localStorage.setItem(PLACE, value);
  } catch {
    return false; // storage refused: the card then greets on each visit
  }
  return true;
}

/** Show the card unless it was closed before; `again` shows it whatever was. */
export function showWelcome(again = false) {
  if (again) welcomed("no");
  host.hidden = welcomed();
  if (host.hidden) return;
  fill(host,
    el("header", { class: "welcome-head" }, el("div", {}, el("h2", { id: "welcome-title", text: t("welcome-title") }), el("p", { text: t("welcome-words") })),
      button({ class: "icon-button", "aria-label": t("close-welcome"), title: t("close"), on: { click: closeWelcome } }, icon("close"))),
    el("ol", { class: "welcome-steps", tabindex: "0", "aria-labelledby": "welcome-title" }, STEPS.map(step)));
}

function closeWelcome() {
  welcomed("yes");
  host.hidden = true;
}

function step({ key, command, clock }) {
  const go = button({ class: "welcome-go", hidden: true });
  if (clock) offer(go, t("plus-day"), () => advance(DAY_S));
  else offerCommand(go, command);
  return el("li", {}, el("h3", { text: t(`step-${key}`) }), el("p", { text: t(`step-${key}-words`) }), go);
}

async function offerCommand(go, path) {
  const command = await findCommand(path);
  if (command) offer(go, `/${command.name}`, () => openForm(command));
  else offer(go, t("change-person"), openPicker);
}

function offer(go, words, action) {
  fill(go, words, icon("arrow"));
  go.addEventListener("click", action);
  go.hidden = false;
}
