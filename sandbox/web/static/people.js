// "Act as": who one is, one click away from being somebody else; their language and whether their DMs are open.

import * as api from "./api.js";
import { avatar } from "./avatar.js";
import * as directory from "./directory.js";
import { button, debounced, el, fill, hexColour, keepingKey, paint } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { refusalText } from "./interactions.js";
import { notify } from "./notices.js";
import { besideAddress, side } from "./pane.js";
import { currentGuild, state, tell } from "./state.js";
import { isDark, toggleTheme } from "./theme.js";
import { showWelcome } from "./welcome.js";

const host = document.getElementById("me");
const ROLES_SHOWN = 3;

/** Draw the acting person's panel. */
export function showMe() {
  const guild = currentGuild() ?? state.guilds[0] ?? null;
  const name = guild?.me.nick || directory.displayName(state.me);
  const roles = guild ? directory.rolesOf(guild.me, guild.id).map((role) => role.name).join(", ") : "";
  const who = button({ class: "me-button", id: "act-as", data: { key: "who" }, "aria-haspopup": "dialog", title: t("change-person"), on: { click: openPicker } },
    avatar(state.me, name, "medium"),
    el("span", { class: "me-words" }, el("span", { class: "me-name", text: name }), el("span", { class: "me-roles", text: roles || t("change-person") })),
    icon("people"));
  keepingKey(host, () => fill(host, who, el("div", { class: "me-tools" }, languageSwitch(), dmSwitch(), helpButton(), themeButton())));
}

function languageSwitch() {
  const isFrench = state.me.locale.startsWith("fr");
  const choice = (code, locale, name, chosen) => button({
    class: "segment", "aria-pressed": String(chosen), title: name, data: { key: locale }, on: { click: () => prefer({ locale }) },
  }, el("span", { "aria-hidden": "true", text: code }), el("span", { class: "visually-hidden", text: name }));
  return el("div", { class: "segments", role: "group", "aria-label": t("language") },
    choice("FR", "fr", "Français", isFrench), choice("EN", "en-GB", "English", !isFrench));
}

function dmSwitch() {
  const label = t(state.me.dms_open ? "dms-open" : "dms-closed");
  return button({
    class: "icon-button switch", role: "switch", "aria-checked": String(state.me.dms_open), "aria-label": t("accept-dms"), title: label,
    data: { key: "dms" }, on: { click: () => prefer({ dms_open: !state.me.dms_open }) },
  }, icon(state.me.dms_open ? "messages" : "lock"));
}

function helpButton() {
  return button({ class: "icon-button", "aria-label": t("show-welcome"), title: t("show-welcome"), data: { key: "help" }, on: { click: () => showWelcome(true) } }, icon("help"));
}

function themeButton() {
  const label = t(isDark() ? "go-light" : "go-dark");
  return button({ class: "icon-button", "aria-label": label, title: label, data: { key: "theme" }, on: { click: () => { toggleTheme(); showMe(); } } }, icon(isDark() ? "sun" : "moon"));
}

async function prefer(preferences) {
  try {
    tell("preferences", (await api.setPreferences(preferences)).me);
  } catch (refusal) {
    notify(refusalText(refusal), "error");
  }
}

/** Open the list of people to become. */
export function openPicker() {
  if (document.querySelector(".people-dialog")) return;
  const search = el("input", { type: "search", class: "people-search", placeholder: t("search-person"), "aria-label": t("search-person"), autocomplete: "off" });
  const list = el("ul", { class: "people-list" });
  const note = el("p", { class: "field-hint people-note" });
  const dialog = el("dialog", { class: "dialog people-dialog", "aria-labelledby": "people-title" },
    el("header", { class: "dialog-head" }, el("h2", { id: "people-title", text: t("act-as-title") }),
      button({ class: "icon-button", "aria-label": t("close"), on: { click: () => dialog.close() } }, icon("close"))),
    el("div", { class: "people-top" }, search, note), list);
  const load = async () => {
    const query = search.value.trim();
    const { people, total } = await api.people(query).catch(() => ({ people: [], total: 0 }));
    if (query !== search.value.trim()) return;
    fill(list, people.map((person) => row(person, dialog)));
    note.textContent = total > people.length ? t("people-more", { count: total - people.length }) : t(side ? "people-hint-side" : "people-hint");
  };
  search.addEventListener("input", debounced(load, 120));
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") list.querySelector("button")?.click();
    if (event.key === "ArrowDown") list.querySelector("button")?.focus();
  });
  list.addEventListener("keydown", moveAlong);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  search.focus();
  load();
}

function moveAlong(event) {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (!step) return;
  event.preventDefault();
  document.activeElement.closest("li")?.[step]?.querySelector("button")?.focus();
}

function row(person, dialog) {
  const become = button({
    class: "person-row", "aria-current": person.id === state.me.id ? "true" : null,
    on: { click: () => { dialog.close(); tell("become", { personId: person.id, channelId: state.channelId }); } },
  }, avatar(person, person.name, "large"),
  el("span", { class: "person-words" }, el("span", { class: "person-name", text: person.name }), roleLine(person)));
  const beside = person.id !== state.me.id && !side && el("a", {
    class: "icon-button", href: besideAddress(person.id), "aria-label": t("beside-with", { name: person.name }), title: t("beside"),
  }, icon("sides"));
  return el("li", {}, become, beside, el("a", {
    class: "icon-button", href: `#/${person.id}/${state.channelId ?? ""}`, target: "_blank", "aria-label": t("new-tab-for", { name: person.name }), title: t("in-new-tab"),
  }, icon("outside")));
}

function roleLine(person) {
  const shown = person.roles.slice(0, ROLES_SHOWN);
  return el("span", { class: "role-line" },
    shown.map((role) => el("span", { class: "role-tag" }, paint(el("span", { class: "role-dot" }), "--role", hexColour(role.color)), role.name)),
    person.roles.length > ROLES_SHOWN && el("span", { text: `+${person.roles.length - ROLES_SHOWN}` }),
    !shown.length && el("span", { text: `@${person.username}` }));
}
