// A card for newcomers: what this is, and five small steps through the four jobs, each ticked off when it is done. Once
// it has been read it folds to one line of steps, so that the conversation has the room.

import { advance, advanceToNextDue } from "./clockbar.js";
import { findCommand } from "./command-list.js";
import { openForm } from "./composer.js";
import { announce, button, el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { besideAddress, side, toOtherSide } from "./pane.js";
import { openPicker } from "./people.js";
import { on, state } from "./state.js";
import { STEPS, forgetSteps, happened, isDone, isSteps, noticeSteps } from "./steps.js";
import { knowsNextDue } from "./clock.js";

const PLACE = "sandbox.welcomed";
const CLOSED = "yes";
const FOLDED = "folded";
const OPEN = "no";
const DAY_S = 86_400;

const host = document.getElementById("welcome");
let kept = OPEN; // for browsers that refuse storage
let readIn = null; // the channel where it was shown whole

/** Begin to notice what is done. Called once. */
export function startWelcome() {
  noticeSteps();
  on("steps", (done) => {
    redraw();
    if (done) announce(t("step-done", { step: t(`step-${done.key}`) }));
  });
  addEventListener("storage", (event) => { if (state.me && isSteps(event.key)) redraw(); });
}

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
  readIn = stage() === FOLDED ? null : state.channelId;
  draw(stage() === FOLDED);
}

function redraw() {
  if (host.hidden) return;
  const held = [...host.querySelectorAll("button, a")].indexOf(document.activeElement);
  draw(stage() === FOLDED);
  if (held >= 0) host.querySelectorAll("button, a")[held]?.focus();
}

function draw(folded) {
  const done = STEPS.filter(isDone).length;
  const words = done === STEPS.length ? t("steps-all-done") : done ? t("steps-done", { count: done, total: STEPS.length }) : t("welcome-words");
  const label = t(folded ? "unfold-welcome" : "fold-welcome");
  host.classList.toggle("folded", folded);
  fill(host,
    el("header", { class: "welcome-head" },
      el("div", { class: "welcome-words" }, el("h2", { id: "welcome-title", text: t("welcome-title") }), el("p", {}, words, done === STEPS.length && startAgain())),
      button({ class: "icon-button welcome-fold", "aria-label": label, title: label, "aria-expanded": String(!folded), on: { click: () => turn(folded ? OPEN : FOLDED) } }, icon("down")),
      button({ class: "icon-button", "aria-label": t("close-welcome"), title: t("close"), on: { click: () => turn(CLOSED) } }, icon("close"))),
    el("ol", { class: "welcome-steps", tabindex: "0", "aria-labelledby": "welcome-title" }, STEPS.map((each) => step(each, folded))));
}

function startAgain() {
  return button({ class: "text-button", on: { click: () => { forgetSteps(); redraw(); } } }, t("steps-again"));
}

function turn(next) {
  become(next);
  readIn = null;
  showWelcome();
  host.querySelector(".welcome-fold")?.focus();
}

function step(each, folded) {
  const go = el("span", { class: "welcome-place" });
  const done = isDone(each);
  wayInto(each, folded).then((way) => fill(go, way));
  const mark = done && el("span", { class: "step-mark" }, icon("check"), el("span", { class: "visually-hidden", text: t("step-is-done") }));
  return el("li", { class: done ? "done" : "" },
    folded ? mark : el("h3", {}, el("span", { text: t(`step-${each.key}`) }), mark), !folded && el("p", { text: t(`step-${each.key}-words`) }), go);
}

/** The control that leads into a step, for whom one is now. */
async function wayInto({ key, command: path, isOrganisers }, folded) {
  const words = (said) => (folded ? t(`step-${key}-short`) : said);
  const way = (said, action) => button({ class: "welcome-go", on: { click: action } }, words(said), icon("arrow"));
  if (key === "answer" && happened("answer")) {
    return knowsNextDue() ? way(t("next-due"), advanceToNextDue) : way(t("plus-day"), () => advance(DAY_S));
  }
  const command = await findCommand(path);
  if (command) return way(`/${command.name}`, () => { fold(); openForm(command); });
  if (!isOrganisers) return way(t("change-person"), openPicker);
  if (side) return way(t("on-other-side"), toOtherSide);
  return el("a", { class: "welcome-go", href: besideAddress() }, words(t("beside")), icon("sides"));
}

function fold() {
  if (stage() === OPEN) turn(FOLDED);
}
