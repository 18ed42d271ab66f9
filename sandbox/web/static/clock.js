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

/** "ven.", "4 déc. · 18h30" or "Fri", "4 Dec · 18:30": the weekday apart, for where there is no room for it. */
export function shortMoment(moment) {
  const format = (options) => new Intl.DateTimeFormat(formatLocale(), options).format(moment);
  return [format({ weekday: "short" }), `${format({ day: "numeric", month: "short" })} · ${timeOfDay(moment)}`];
}

/** "vendredi 4 décembre 2026" or "Friday 4 December 2026". */
export function longDay(moment) {
  return new Intl.DateTimeFormat(formatLocale(), { dateStyle: "full" }).format(moment);
}

/** "vendredi 4 décembre 2026 à 18h30" or "Friday 4 December 2026 at 18:30". */
export function longMoment(moment) {
  return `${longDay(moment)} ${currentLanguage() === "fr" ? "à" : "at"} ${timeOfDay(moment)}`;
}

/** "18h30" in French, "18:30" in English. */
export function timeOfDay(moment) {
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(moment);
  return currentLanguage() === "fr" ? time.replace(":", "h") : time;
}

/** "04/12/2026": day first in both languages, whatever the browser's. */
export function dayInFigures(moment) {
  return new Intl.DateTimeFormat("en-GB", { day: "2-digit", month: "2-digit", year: "numeric" }).format(moment);
}

/** The moment typed as "4/12/2026" and "18h30" or "18:30", in the viewer's zone; null when there is none such. */
export function typedMoment(day, time) {
  const [, date, month, year] = day.trim().match(/^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/) ?? [];
  const [, hours, minutes = "0"] = time.trim().match(/^(\d{1,2})\s?[h:](?:\s?(\d{2}))?$/i) ?? [];
  if (!date || !hours || hours > 23 || minutes > 59) return null;
  const moment = new Date(Number(year), Number(month) - 1, Number(date), Number(hours), Number(minutes));
  const exists = moment.getMonth() === Number(month) - 1 && moment.getDate() === Number(date);
  return exists ? moment : null;
}
