// The community's clock in the header, and the hand that moves it forward.

import * as api from "./api.js";
import { dayInFigures, knowsNextDue, longMoment, now, shortMoment, takeReport, timeOfDay, typedMoment } from "./clock.js";
import { button, el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { refusalText } from "./interactions.js";
import { notify } from "./notices.js";
import { on, tell } from "./state.js";

const HOUR_S = 3_600;
const DAY_S = 86_400;

const host = document.getElementById("clock");
let face = null;

/** Draw the clock in the page's language. */
export function showClock() {
  face = el("span", { class: "clock-face" });
  const panel = movePanel();
  const pill = button({ class: "clock-pill", popovertarget: "clock-panel", "aria-haspopup": "dialog", title: t("clock-hint") }, icon("clock"), face);
  fill(host, pill,
    el("div", { class: "clock-steps" },
      button({ class: "clock-step", on: { click: () => advance(HOUR_S) } }, t("plus-hour")),
      button({ class: "clock-step", on: { click: () => advance(DAY_S) } }, t("plus-day"))), panel);
  panel.addEventListener("beforetoggle", (event) => { // before anything can be typed
    if (event.newState !== "open") return;
    const place = pill.getBoundingClientRect();
    panel.style.top = `${place.bottom + 8}px`;
    panel.style.left = `${Math.max(8, Math.min(place.left, innerWidth - 328))}px`;
    panel.querySelector("#clock-day").value = dayInFigures(now());
    panel.querySelector("#clock-hour").value = timeOfDay(now());
    panel.querySelector(".field-error").hidden = true;
    panel.querySelector(".next-due").hidden = !knowsNextDue();
  });
  refresh();
}

on("clock", refresh);

function refresh() {
  if (!face) return;
  const [weekday, moment] = shortMoment(now());
  fill(face, el("span", { class: "clock-weekday", text: `${weekday} ` }), moment);
}

function movePanel() {
  const field = (id, longest) => el("input", { type: "text", id, maxlength: longest, autocomplete: "off", required: true, "aria-label": t(id), title: t(id) });
  const day = field("clock-day", 10);
  const hour = field("clock-hour", 5);
  const error = el("p", { class: "field-error", role: "alert", hidden: true, text: t("clock-invalid") });
  const close = () => panel.hidePopover();
  const go = () => {
    const wanted = typedMoment(day.value, hour.value);
    error.hidden = wanted !== null;
    if (wanted === null) { day.focus(); return; }
    close();
    move({ to: wanted.toISOString() });
  };
  const form = el("form", { class: "clock-to", novalidate: true }, el("label", { for: "clock-day", text: t("clock-to") }),
    el("div", { class: "clock-row" }, day, hour, el("button", { class: "button button-primary", type: "submit", text: t("go") })), error);
  form.addEventListener("submit", (event) => { event.preventDefault(); go(); });
  const step = (words, seconds) => button({ class: "button button-secondary", on: { click: () => { close(); advance(seconds); } } }, words);
  const panel = el("div", { class: "clock-panel", id: "clock-panel", popover: "auto", role: "dialog", "aria-label": t("clock-title") },
    el("h2", { text: t("clock-title") }), el("p", { class: "field-hint", text: t("clock-explained") }),
    el("div", { class: "clock-row" }, step(t("plus-hour"), HOUR_S), step(t("plus-day"), DAY_S)),
    button({ class: "button button-secondary next-due", hidden: !knowsNextDue(), on: { click: () => { close(); advanceToNextDue(); } } }, t("next-due")),
    form);
  return panel;
}

/** Move the clock forward to the next thing due. */
export function advanceToNextDue() {
  return move({ next_due: true });
}

/** Move the clock forward by so many seconds. */
export function advance(seconds) {
  return move({ advance: seconds });
}

async function move(order) {
  try {
    const report = await api.moveClock(order);
    takeReport(report);
    if (report.moved) tell("clock-moved");
    notify(report.moved ? t("clock-moved", { moment: longMoment(now()) }) : t("nothing-due"));
  } catch (refusal) {
    notify(refusal.code === "backward" ? t("clock-forward-only") : refusalText(refusal), "error");
  }
}
