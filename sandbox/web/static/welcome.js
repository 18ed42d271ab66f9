// A card for newcomers: what this is, and five small steps through the four jobs and the clock. Once it has been read
// it folds to one line of steps, so that the conversation has the room.

import { advance } from "./clockbar.js";
import { findCommand } from "./command-list.js";
import { openForm } from "./composer.js";
import { button, el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { side } from "./pane.js";
import { openPicker } from "./people.js";
import { state } from "./state.js";

const PLACE = "sandbox.welcomed";
const CLOSED = "yes";
const FOLDED = "folded";
const OPEN = "no";
const DAY_S = 86_400;
const STEPS = [
  { key: "join", command: "group join" },
  { key: "answer", command: "event list" },
  { key: "introduce", command: "intro register" },
  { key: "announce", command: "announce compose" },
  { key: "clock", clock: true },
];

const host = document.getElementById("welcome");
let kept = OPEN; // for browsers that refuse storage
let readIn = null; // the channel where it was shown whole

function stage() {
  try {
    return localStorage.getItem(PLACE) ?? kept;
  } catch {
    return kept;
  }
}

function become(next) {
  kept = next;
  try {
    localStorage.setItem(PLACE, next);
  } catch {
    return; // it then greets again on the next visit
  }
}

/** Show the card unless it was closed before; `again` shows it whole whatever was. */
export function showWelcome(again = false) {
  if (again) become(OPEN);
  if (stage() === OPEN && readIn !== null && readIn !== state.channelId && !again) become(FOLDED);
  host.hidden = stage() === CLOSED || side === "right"; // side by side, once is enough
  if (host.hidden) return;
  const folded = stage() === FOLDED;
  readIn = folded ? null : state.channelId;
  host.classList.toggle("folded", folded);
  const label = t(folded ? "unfold-welcome" : "fold-welcome");
  fill(host,
    el("header", { class: "welcome-head" },
      el("div", { class: "welcome-words" }, el("h2", { id: "welcome-title", text: t("welcome-title") }), el("p", { text: t("welcome-words") })),
      button({ class: "icon-button welcome-fold", "aria-label": label, title: label, "aria-expanded": String(!folded), on: { click: () => turn(folded ? OPEN : FOLDED) } }, icon("down")),
      button({ class: "icon-button", "aria-label": t("close-welcome"), title: t("close"), on: { click: () => turn(CLOSED) } }, icon("close"))),
    el("ol", { class: "welcome-steps", tabindex: "0", "aria-labelledby": "welcome-title" }, STEPS.map((each) => step(each, folded))));
}

function turn(next) {
  become(next);
  readIn = null;
  showWelcome();
  host.querySelector(".welcome-fold")?.focus();
}

function step({ key, command, clock }, folded) {
  const go = button({ class: "welcome-go", hidden: true });
  const words = (said) => (folded ? t(`step-${key}-short`) : said);
  if (clock) offer(go, words(t("plus-day")), () => advance(DAY_S));
  else offerCommand(go, command, words);
  return el("li", {}, !folded && el("h3", { text: t(`step-${key}`) }), !folded && el("p", { text: t(`step-${key}-words`) }), go);
}

async function offerCommand(go, path, words) {
  const command = await findCommand(path);
  if (command) offer(go, words(`/${command.name}`), () => { fold(); openForm(command); });
  else offer(go, words(t("change-person")), openPicker);
}

function fold() {
  if (stage() === OPEN) turn(FOLDED);
}

function offer(go, words, action) {
  fill(go, words, icon("arrow"));
  go.addEventListener("click", action);
  go.hidden = false;
}
