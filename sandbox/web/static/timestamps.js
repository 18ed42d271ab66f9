// `<t:UNIX:STYLE>`: in the viewer's zone, in the acting person's language, relative to the sandbox's clock.

import { el } from "./dom.js";
import { formatLocale } from "./i18n.js";
import { longMoment, now } from "./clock.js";

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};
const UNITS = [
  ["second", 1, 60],
  ["minute", 60, 60],
  ["hour", 3_600, 24],
  ["day", 86_400, 30],
  ["month", 2_629_800, 12],
  ["year", 31_557_600, Infinity],
];

/** "dans 2 heures", "3 days ago": `moment` seen from the sandbox's now. */
export function relative(moment) {
  const seconds = (moment.getTime() - now().getTime()) / 1_000;
  const format = new Intl.RelativeTimeFormat(formatLocale(), { numeric: "always" });
  for (const [unit, length, next] of UNITS) {
    const count = Math.round(seconds / length);
    if (Math.abs(count) < next) return format.format(count, unit);
  }
  return "";
}

/** The chip for a timestamp; null when the moment is beyond what a calendar holds. */
export function timestamp(unix, style) {
  const moment = new Date(unix * 1_000);
  if (Number.isNaN(moment.getTime())) return null;
  const node = el("time", { class: "timestamp", datetime: moment.toISOString(), title: longMoment(moment) });
  if (style === "R") node.dataset.relative = String(unix);
  node.textContent = style === "R" ? relative(moment) : moment.toLocaleString(formatLocale(), STYLES[style] ?? STYLES.f);
  return node;
}

/** Bring every relative time on the page level with the clock. */
export function refreshRelative(root = document) {
  for (const node of root.querySelectorAll("time[data-relative]")) {
    const text = relative(new Date(Number(node.dataset.relative) * 1_000));
    if (node.textContent !== text) node.textContent = text;
  }
}
