// A list above the line one writes in, driven from the line: the keys move in it, the focus stays where one types.
//
// The line is a text area, which may not call itself a combobox; it says by aria-autocomplete, aria-controls and
// aria-activedescendant what a combobox would, and how much was found is read out when the list opens.

import { announce, el, fill } from "./dom.js";

/**
 * @param {HTMLTextAreaElement} input
 * @param {object} settings
 *   `kind` (a class), `id` of the list, its `label`; `key(choice)`, which tells choices apart; `item(choice)` →
 *   `{class, children}`; `news(count)` to read out as it opens, and `none` to show when nothing is found;
 *   `onChoose(choice)`.
 */
export function listMenu(input, { kind, id, label, key, item, news, none, onChoose }) {
  const list = el("ul", { class: "line-list", id, role: "listbox", tabindex: "0", "aria-label": label });
  const node = el("div", { class: `line-menu ${kind}`, hidden: true }, list);
  let found = [];
  let active = 0;
  let moved = false; // whether one has moved in the list: what arrives late then leaves the choice where it is

  function show(choices) {
    const before = moved && found.length ? key(found[active]) : null;
    found = choices;
    fill(list, found.map((choice, index) => {
      const { class: look, children } = item(choice);
      return el("li", {
        class: look, id: `${id}-${index}`, role: "option", "aria-selected": "false",
        on: {
          pointerdown: (event) => event.preventDefault(),
          click: () => choose(choice),
          pointermove: () => { if (index !== active) step(index); },
        },
      }, children);
    }));
    if (!found.length) fill(list, el("li", { class: "choice-none", role: "option", "aria-disabled": "true", text: none }));
    if (node.hidden) announce(news(found.length));
    node.hidden = false;
    input.setAttribute("aria-controls", id);
    moved = before !== null && found.some((choice) => key(choice) === before);
    moveTo(moved ? found.findIndex((choice) => key(choice) === before) : 0);
  }

  function moveTo(index) {
    active = index;
    for (const [position, each] of [...list.children].entries()) {
      each.classList.toggle("active", position === index);
      if (found.length) each.setAttribute("aria-selected", String(position === index));
    }
    list.children[index]?.scrollIntoView({ block: "nearest" });
    if (found.length) input.setAttribute("aria-activedescendant", `${id}-${index}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function step(index) {
    moved = true;
    moveTo(index);
  }

  function choose(choice) {
    close();
    onChoose(choice);
  }

  function close() {
    if (node.hidden) return;
    node.hidden = true;
    moved = false;
    input.removeAttribute("aria-activedescendant");
  }

  /** Handle a key while the list is open; says whether it was for the list. */
  function onKey(event) {
    if (node.hidden || event.isComposing) return false;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const takes = event.key === "Enter" || (event.key === "Tab" && !event.shiftKey);
    if (by && found.length) step((active + by + found.length) % found.length);
    else if (takes && found.length) choose(found[active]);
    else if (event.key === "Escape") close();
    else return false;
    event.preventDefault();
    return true;
  }

  return { node, show, close, onKey };
}
