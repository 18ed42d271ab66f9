// The page's own words, in the acting person's language. What bots and people write is never translated.

import { WORDS as english } from "./words-en.js";
import { WORDS as french } from "./words-fr.js";

const CATALOGUES = { fr: french, en: english };
let language = "fr";

/** The page's language: "fr" or "en". */
export function currentLanguage() {
  return language;
}

/** The tag to format dates and numbers with. */
export function formatLocale() {
  return language === "fr" ? "fr-BE" : "en-GB";
}

/** Follow a Discord locale; any but French reads English. Says whether the language changed. */
export function followLocale(locale) {
  const wanted = String(locale).startsWith("fr") ? "fr" : "en";
  const changed = wanted !== language || document.documentElement.lang !== wanted;
  language = wanted;
  document.documentElement.lang = wanted;
  return changed;
}

/** Whether there are words for `key`. */
export function has(key) {
  return key in CATALOGUES[language];
}

/** The words for `key`, with `{name}` filled in; a `{one, other}` entry is chosen by `parameters.count`. */
export function t(key, parameters = {}) {
  let words = CATALOGUES[language][key];
  if (words === undefined) throw new Error(`no words for ${key}`);
  if (typeof words === "object") words = words[new Intl.PluralRules(language).select(parameters.count)] ?? words.other;
  return words.replace(/\{(\w+)\}/g, (_, name) => {
    const value = parameters[name];
    return typeof value === "number" ? value.toLocaleString(formatLocale()) : String(value ?? "");
  });
}
