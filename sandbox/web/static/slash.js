// The menu of commands above the composer, open while what is typed begins with a slash.

import { announce, el, fill } from "./dom.js";
import { knownCommands } from "./command-list.js";
import { find } from "./commands.js";
import { t } from "./i18n.js";

const SHOWN = 40;

/** `onPick(command)` when one is chosen. Returns the menu's handles for the composer. */
export function slashMenu(input, onPick) {
  const list = el("ul", { class: "slash-list", id: "slash-list", role: "listbox", tabindex: "0", "aria-label": t("commands") });
  const node = el("div", { class: "slash-menu", hidden: true }, list);
  let found = [];
  let active = 0;

  async function refresh() {
    const typed = input.value;
    if (!typed.startsWith("/") || typed.includes("\n")) { close(); return; }
    let commands;
    try {
      commands = await knownCommands();
    } catch {
      close();
      return;
    }
    if (input.value !== typed) return;
    found = find(commands, typed.slice(1)).slice(0, SHOWN);
    active = 0;
    draw();
  }

  function draw() {
    fill(list, found.map((command, index) => el("li", {
      class: "command", id: `slash-${index}`, role: "option", "aria-selected": String(index === active),
      on: { click: () => choose(command), pointermove: () => index !== active && moveTo(index) },
    }, el("div", { class: "command-words" }, el("strong", { text: `/${command.name}` }), el("span", { text: command.description })),
    command.application && el("span", { class: "command-application", text: command.application }))));
    if (!found.length) fill(list, el("li", { class: "choice-none", role: "option", "aria-disabled": "true", text: t("no-command") }));
    if (node.hidden) announce(t("commands-found", { count: found.length }));
    node.hidden = false;
    moveTo(0);
  }

  function moveTo(index) {
    active = index;
    for (const [position, item] of [...list.children].entries()) {
      item.classList.toggle("active", position === index);
      if (found.length) item.setAttribute("aria-selected", String(position === index));
    }
    list.children[index]?.scrollIntoView({ block: "nearest" });
    if (found.length) input.setAttribute("aria-activedescendant", `slash-${index}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function choose(command) {
    close();
    onPick(command);
  }

  function close() {
    node.hidden = true;
    input.removeAttribute("aria-activedescendant");
  }

  /** Handle a key while the menu is open; says whether it was for the menu. */
  function onKey(event) {
    if (node.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) moveTo((active + step + found.length) % found.length);
    else if ((event.key === "Enter" || event.key === "Tab") && found.length) choose(found[active]);
    else if (event.key === "Escape") close();
    else return false;
    event.preventDefault();
    return true;
  }

  return { node, refresh, close, onKey, isOpen: () => !node.hidden };
}
