// Faces: initials on a colour of one's own, since pictures would have to come from outside.

import { el } from "./dom.js";

const TONES = 8;

/** The first letters of the first and last word of a name. */
export function initials(name) {
  const words = String(name).replace(/[^\p{L}\p{N}\s]/gu, " ").trim().split(/\s+/).filter(Boolean);
  if (!words.length) return "?";
  const letters = words.length === 1 ? [...words[0]].slice(0, 1) : [[...words[0]][0], [...words.at(-1)][0]];
  return letters.join("").toUpperCase();
}

/** A decorative avatar; the name is written beside it. `size`: "small", "medium" or "large". */
export function avatar(user, name, size = "medium") {
  const tone = [...String(user?.id ?? "")].reduce((sum, digit) => (sum * 31 + Number(digit)) % 9_973, 7) % TONES;
  return el("span", { class: `avatar avatar-${size} tone-${tone}`, "aria-hidden": "true", text: initials(name ?? "?") });
}
