// The community's clock, kept level with the sandbox's between its reports.

import { formatLocale, currentLanguage } from "./i18n.js";
import { tell } from "./state.js";

const TICK_MS = 10_000;
let ahead = 0; // how far the sandbox is ahead of this machine, in ms
let dueKnown = false;

/** The sandbox's time now. */
export function now() {
  return new Date(Date.now() + ahead);
}

/** Whether the sandbox can say what is due next. */
export function knowsNextDue() {
  return dueKnown;
}

/** Take the sandbox's report: `{now: ISO 8601, next_due: boolean}`. */
export function takeReport(report) {
  ahead = new Date(report.now).getTime() - Date.now();
  dueKnown = Boolean(report.next_due);
  tell("clock");
}

/** Tell everybody about the time regularly. */
export function startTicking() {
  setInterval(() => tell("clock"), TICK_MS);
}

/** "ven. 4 déc. · 18h30" or "Fri 4 Dec · 18:30". */
export function shortMoment(moment) {
  const day = new Intl.DateTimeFormat(formatLocale(), { weekday: "short", day: "numeric", month: "short" }).format(moment);
  return `${day} · ${timeOfDay(moment)}`;
}

/** "vendredi 4 décembre 2026 à 18h30" or "Friday 4 December 2026 at 18:30". */
export function longMoment(moment) {
  const day = new Intl.DateTimeFormat(formatLocale(), { dateStyle: "full" }).format(moment);
  return `${day} ${currentLanguage() === "fr" ? "à" : "at"} ${timeOfDay(moment)}`;
}

/** "18h30" in French, "18:30" in English. */
export function timeOfDay(moment) {
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(moment);
  return currentLanguage() === "fr" ? time.replace(":", "h") : time;
}

/** What a `datetime-local` field wants, in the viewer's zone. */
export function fieldValue(moment) {
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
