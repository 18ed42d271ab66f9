// One list to choose from, for selects in messages and forms and for options of commands: a button that opens a
// searchable listbox above everything else, driven by pointer or keys.

import { button, debounced, el, fill, hexColour, paint } from "./dom.js";
import { avatar } from "./avatar.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";

const SEARCH_FROM = 8; // a shorter list needs no search field
const GAP_PX = 6;
let serial = 0;

/**
 * @param {object} settings
 *   `label` (accessible name), `placeholder`, `min`, `max`, `disabled`;
 *   `load(query)` → choices, or a promise of them; `search` true when `load` itself filters;
 *   `chosen` choices at first; `onChange(values, choices)` when the choice is made.
 *   A choice: `{value, label, description?, emoji?, user?, colour?, icon?}`.
 * @returns {{node: HTMLElement, values: () => string[]}}
 */
export function picker(settings) {
  const { min = 1, max = 1 } = settings;
  const id = `picker-${(serial += 1)}`;
  let chosen = [...(settings.chosen ?? [])];
  let before = "";
  let choices = [];
  let active = 0;

  const face = el("span", { class: "picker-face" });
  const trigger = button({
    class: "picker-trigger", role: "combobox", "aria-haspopup": "listbox", "aria-expanded": "false",
    "aria-controls": id, "aria-label": settings.label, disabled: settings.disabled,
  }, face, icon("down"));
  const search = el("input", {
    class: "picker-search", type: "search", placeholder: t("search"), "aria-label": t("search"), autocomplete: "off",
  });
  const list = el("ul", { class: "picker-list", id, role: "listbox", tabindex: "-1", "aria-label": settings.label });
  if (max > 1) list.setAttribute("aria-multiselectable", "true");
  const done = max > 1 && button({ class: "button button-primary picker-done", on: { click: () => panel.hidePopover() } }, t("picked"));
  const panel = el("div", { class: "picker-panel", popover: "auto" }, search, list, done);
  const node = el("div", { class: "picker" }, trigger, panel);

  const values = () => chosen.map((choice) => choice.value);
  const isChosen = (choice) => chosen.some((other) => other.value === choice.value);

  function showFace() {
    trigger.setAttribute("aria-label", [settings.label, ...chosen.map((choice) => choice.label)].join(", "));
    if (!chosen.length) fill(face, el("span", { class: "placeholder", text: settings.placeholder ?? t("choose") }));
    else fill(face, chosen.map((choice) => el("span", { class: "picked" }, mark(choice), choice.label)));
  }

  function showList() {
    fill(list, choices.map((choice, index) => el("li", {
      class: "choice", id: `${id}-${index}`, role: "option", "aria-selected": String(isChosen(choice)),
      on: { click: () => pick(choice), pointermove: () => index !== active && moveTo(index) },
    }, mark(choice), el("span", { class: "choice-words" },
      el("span", { class: "choice-label", text: choice.label }),
      choice.description && el("span", { class: "choice-description", text: choice.description })),
    isChosen(choice) && icon("check"))));
    if (!choices.length) fill(list, el("li", { class: "choice-none", role: "option", "aria-disabled": "true", text: t("nothing-found") }));
    moveTo(Math.min(active, Math.max(choices.length - 1, 0)));
  }

  function moveTo(index) {
    active = index;
    for (const [position, item] of [...list.children].entries()) item.classList.toggle("active", position === index);
    list.children[index]?.scrollIntoView({ block: "nearest" });
    for (const holder of [search, list]) holder.setAttribute("aria-activedescendant", `${id}-${index}`);
  }

  function pick(choice) {
    if (!choice) return;
    if (isChosen(choice)) chosen = max === 1 && min > 0 ? chosen : chosen.filter((other) => other.value !== choice.value);
    else if (max === 1) chosen = [choice];
    else if (chosen.length < max) chosen.push(choice);
    showFace();
    if (max === 1) panel.hidePopover();
    else showList();
  }

  async function reload() {
    const query = search.value.trim();
    const loaded = await settings.load(query);
    if (query !== search.value.trim()) return;
    const matches = (choice) => `${choice.label} ${choice.description ?? ""}`.toLowerCase().includes(query.toLowerCase());
    choices = settings.search || !query ? loaded : loaded.filter(matches);
    if (!query) search.hidden = !settings.search && loaded.length < SEARCH_FROM;
    showList();
  }

  function place() {
    const anchor = trigger.getBoundingClientRect();
    const below = innerHeight - anchor.bottom - GAP_PX * 2;
    const above = anchor.top - GAP_PX * 2;
    const upwards = below < 240 && above > below;
    const style = panel.style;
    style.width = `${Math.max(anchor.width, Math.min(280, innerWidth - 16))}px`;
    style.left = `${Math.max(8, Math.min(anchor.left, innerWidth - Math.max(anchor.width, 280) - 8))}px`;
    style.maxHeight = `${Math.min(upwards ? above : below, 380)}px`;
    style.top = upwards ? "auto" : `${anchor.bottom + GAP_PX}px`;
    style.bottom = upwards ? `${innerHeight - anchor.top + GAP_PX}px` : "auto";
  }

  /** Open the list, looking for `query` already when it can be searched. */
  async function open(query = "") {
    if (settings.disabled || panel.matches(":popover-open")) return;
    before = values().join("\n");
    search.value = "";
    active = 0;
    place();
    panel.showPopover();
    trigger.setAttribute("aria-expanded", "true");
    await reload();
    if (query && !search.hidden) {
      search.value = query;
      await reload();
    }
    place();
    (search.hidden ? list : search).focus();
  }

  function onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && choices.length) moveTo((active + step + choices.length) % choices.length);
    else if (event.target === done) return;
    else if (event.key === "Enter" || (event.key === " " && event.target === list)) pick(choices[active]);
    else if (event.key === "Tab" && (!done || event.shiftKey)) { panel.hidePopover(); return; }
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  panel.addEventListener("toggle", (event) => {
    if (event.newState === "open") return;
    trigger.setAttribute("aria-expanded", "false");
    if (panel.contains(document.activeElement) || document.activeElement === document.body) trigger.focus();
    if (values().join("\n") !== before && (chosen.length >= min || !chosen.length)) settings.onChange?.(values(), chosen);
  });
  trigger.addEventListener("click", () => open());
  trigger.addEventListener("keydown", (event) => {
    const letter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp" && !letter) return;
    event.preventDefault();
    open(letter ? event.key : "");
  });
  panel.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !panel.contains(relatedTarget) && panel.matches(":popover-open")) panel.hidePopover();
  });
  search.addEventListener("input", settings.search ? debounced(reload, 150) : reload);
  panel.addEventListener("keydown", onKey);
  showFace();
  return { node, values, focus: () => trigger.focus() };
}

/** The sign before a choice: an emoji, a face, a role's colour or a channel's icon. */
export function mark(choice) {
  if (choice.user) return avatar(choice.user, choice.label, "small");
  if (choice.emoji) return el("span", { class: "choice-emoji", "aria-hidden": "true", text: choice.emoji });
  if (choice.colour !== undefined) return paint(el("span", { class: "role-dot", "aria-hidden": "true" }), "--role", hexColour(choice.colour));
  return choice.icon ? icon(choice.icon) : null;
}
