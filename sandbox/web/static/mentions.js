// Naming people, roles and channels while one writes: "@" and "#" offer what there is, the message carries its markup.

import * as choices from "./choices.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";
import { listMenu } from "./menu.js";
import { mark } from "./picker.js";
import { currentChannel, state } from "./state.js";

const SHOWN = 10;
const TOKEN = /(?:^|[\s(«"'])([@#])([^@#\n]{0,32})$/u;
const WRITTEN_ABOUT = [0, 2, 5, 10, 11, 12, 13, 15];
const AGAIN = new Set(["ArrowLeft", "ArrowRight", "Home", "End"]);
const KEPT = "sandbox.mentions";

/** What is being named before `caret`: `{sign, query, start}`, or null. Nothing is named inside code. */
export function tokenAt(text, caret) {
  const before = text.slice(0, caret);
  const [, sign, query] = before.match(TOKEN) ?? [];
  if (!sign || query.startsWith(" ") || (before.split("`").length - 1) % 2) return null;
  return { sign, query, start: caret - query.length - 1 };
}

/** The menu of what can be named; `onWritten()` after a name was put into `input`. */
export function mentionMenu(input, onWritten) {
  let dismissed = -1; // where one said no to the list
  let fruitless = null; // what found nothing: more letters will find no more
  const menu = listMenu(input, {
    kind: "mention-menu", id: "mention-list", label: t("mention"), none: t("nothing-found"), onChoose: write,
    key: (choice) => choice.markup, news: (count) => t("mentions-found", { count }),
    item: (choice) => ({
      class: "choice",
      children: [mark(choice), el("span", { class: "choice-words" }, el("span", { class: "choice-label", text: choice.label })),
        choice.description && el("span", { class: "command-application", text: choice.description })],
    }),
  });

  const here = () => {
    const naming = input.selectionStart === input.selectionEnd && !input.value.startsWith("/");
    return naming ? tokenAt(input.value, input.selectionStart) : null;
  };
  const goesOn = (token) => fruitless?.start === token.start && token.query.startsWith(fruitless.query);

  async function refresh() {
    const token = here();
    if (!token) dismissed = -1;
    if (!token || token.start === dismissed || goesOn(token)) { menu.close(); return; }
    const found = await offered(token).catch(() => []);
    const now = here();
    if (now?.start !== token.start || now.query !== token.query) return;
    fruitless = found.length ? null : token;
    if (found.length) menu.show(found);
    else menu.close(); // it was no name after all
  }

  function write({ name, markup }) {
    const { start } = here();
    input.setRangeText(`${name} `, start, input.selectionStart, "end");
    if (markup !== name) remember(name, markup);
    onWritten();
  }

  input.addEventListener("keyup", (event) => { if (AGAIN.has(event.key)) refresh(); });
  input.addEventListener("click", refresh);
  return {
    ...menu,
    refresh,
    onKey(event) {
      if (event.key === "Escape" && !menu.node.hidden) dismissed = here()?.start ?? -1;
      return menu.onKey(event);
    },
  };
}

async function offered({ sign, query }) {
  if (sign === "#") {
    const found = choices.channels(WRITTEN_ABOUT)(query);
    return byNearness(found, query).map((choice) => named(choice, `#${choice.label}`, `<#${choice.value}>`));
  }
  const toAll = currentChannel()?.can_mention_all === true;
  const users = (await choices.users(query)).map((choice) => named(choice, `@${choice.label}`, `<@${choice.value}>`));
  const roles = choices.roles(query, (role) => toAll || role.mentionable)
    .map((choice) => named(choice, `@${choice.label}`, `<@&${choice.value}>`));
  return byNearness([...users, ...roles, ...(toAll && state.guildId ? everybody(query) : [])], query);
}

function everybody(query) {
  return ["everyone", "here"].filter((word) => word.startsWith(query.toLowerCase()))
    .map((word) => ({ label: word, name: `@${word}`, markup: `@${word}`, icon: "people", description: t(`mention-${word}`) }));
}

/** Two of one name are told apart: people by their usernames, a role or a channel by its bare markup. */
function named(choice, name, markup) {
  const known = remembered().get(name);
  if (known === undefined || known === markup) return { ...choice, name, markup };
  return { ...choice, name: choice.user ? `@${choice.description}` : markup, markup };
}

/** Those whose name begins as it is typed come first. */
function byNearness(found, query) {
  const begins = (choice) => choice.label.toLowerCase().startsWith(query.toLowerCase());
  return [...found.filter(begins), ...found.filter((choice) => !begins(choice))].slice(0, SHOWN);
}

/** `text` as it is sent: each name that was chosen in this community becomes its markup, but not inside code. */
export function withMarkup(text) {
  const names = [...remembered()].sort(([a], [b]) => b.length - a.length);
  if (!names.length) return text;
  const escaped = names.map(([name]) => name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  const chosen = new RegExp(`(?<![\\p{L}\\p{N}_<])(?:${escaped.join("|")})(?![\\p{L}\\p{N}_])`, "gu");
  const markup = new Map(names);
  const parts = text.split(/(```[\s\S]*?```|`[^`\n]*`)/);
  return parts.map((part, index) => (index % 2 ? part : part.replace(chosen, (name) => markup.get(name)))).join("");
}

const place = () => `${KEPT}.${state.guildId ?? "dm"}`;

/** What was chosen in this tab, as long as it lasts: a draft keeps its mentions when the page is loaded again. */
function remembered() {
  try {
    return new Map(JSON.parse(sessionStorage.getItem(place()) ?? "[]"));
  } catch {
    return new Map(); // storage refused
  }
}

function remember(name, markup) {
  try {
    sessionStorage.setItem(place(), JSON.stringify([...remembered().set(name, markup)]));
  } catch {
    return; // the name then stays a word
  }
}
