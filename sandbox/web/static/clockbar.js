// The community's clock in the header, and the hand that moves it forward.

import * as api from "./api.js";
import { fieldValue, knowsNextDue, longMoment, now, shortMoment, takeReport } from "./clock.js";
import { button, el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { refusalText } from "./interactions.js";
import { notify } from "./notices.js";
import { on } from "./state.js";

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
  panel.addEventListener("toggle", (event) => {
    if (event.newState !== "open") return;
    const place = pill.getBoundingClientRect();
    panel.style.top = `${place.bottom + 8}px`;
    panel.style.left = `${Math.max(8, Math.min(place.left, innerWidth - 328))}px`;
    panel.querySelector("input").value = fieldValue(now());
    panel.querySelector("input").min = fieldValue(now());
    panel.querySelector(".next-due").hidden = !knowsNextDue();
  });
  refresh();
}

on("clock", refresh);

function refresh() {
  if (!face) return;
  face.textContent = shortMoment(now());
}

function movePanel() {
  const field = el("input", { type: "datetime-local", id: "clock-to", required: true });
  const close = () => panel.hidePopover();
  const go = () => {
    const wanted = new Date(field.value);
    if (Number.isNaN(wanted.getTime())) { notify(t("clock-invalid"), "error"); return; }
    close();
    move({ to: wanted.toISOString() });
  };
  const form = el("form", { class: "clock-to", novalidate: true }, el("label", { for: "clock-to", text: t("clock-to") }),
    el("div", { class: "clock-row" }, field, el("button", { class: "button button-primary", type: "submit", text: t("go") })));
  form.addEventListener("submit", (event) => { event.preventDefault(); go(); });
  const step = (words, seconds) => button({ class: "button button-secondary", on: { click: () => { close(); advance(seconds); } } }, words);
  const panel = el("div", { class: "clock-panel", id: "clock-panel", popover: "auto", role: "dialog", "aria-label": t("clock-title") },
    el("h2", { text: t("clock-title") }), el("p", { class: "field-hint", text: t("clock-explained") }),
    el("div", { class: "clock-row" }, step(t("plus-hour"), HOUR_S), step(t("plus-day"), DAY_S)),
    button({ class: "button button-secondary next-due", hidden: !knowsNextDue(), on: { click: () => { close(); move({ next_due: true }); } } }, t("next-due")),
    form);
  return panel;
}

/** Move the clock forward by so many seconds. */
export function advance(seconds) {
  return move({ advance: seconds });
}

async function move(order) {
  try {
    const report = await api.moveClock(order);
    takeReport(report);
    notify(report.moved ? t("clock-moved", { moment: longMoment(now()) }) : t("nothing-due"));
  } catch (refusal) {
    notify(refusal.code === "backward" ? t("clock-forward-only") : refusalText(refusal), "error");
  }
}
