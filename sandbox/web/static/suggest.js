// A text field with the bot's own suggestions (autocomplete): one may choose, or write something else.

import { debounced, el, fill } from "./dom.js";
import { t } from "./i18n.js";

const DELAY_MS = 250;
let serial = 0;

const nameOf = (choice) => choice.name_localized ?? choice.name;

/** `load(text)` → a promise of `{name, value}` choices. Returns `{node, input, value()}`. */
export function suggestField(attributes, load) {
  const id = `suggest-${(serial += 1)}`;
  const input = el("input", {
    ...attributes, type: "text", role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
    "aria-expanded": "false", "aria-controls": id,
  });
  const list = el("ul", { class: "suggest-list", id, role: "listbox", "aria-label": attributes["aria-label"], hidden: true });
  const node = el("div", { class: "suggest" }, input, list);
  let choices = [];
  let active = -1;
  let chosen = null;
  let asked = 0;

  const refresh = debounced(async () => {
    if (chosen || document.activeElement !== input) return; // one has gone on while it waited
    const text = input.value;
    const mine = (asked += 1);
    offer([], t("loading"));
    show(true);
    let found = [];
    let note = t("nothing-found");
    try {
      found = await load(text);
    } catch {
      note = t("no-suggestions");
    }
    const isWanted = mine === asked && !chosen && text === input.value && document.activeElement === input;
    if (isWanted) offer(found, note);
  }, DELAY_MS);

  /** What is shown is what the keys choose from: an answer that came too late changes neither. */
  function offer(found, note) {
    choices = found;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    fill(list, found.length ? found.map(item) : el("li", { class: "choice-none", role: "option", "aria-disabled": "true", text: note }));
  }

  function item(choice, index) {
    return el("li", { class: "choice", id: `${id}-${index}`, role: "option", "aria-selected": "false", text: nameOf(choice),
      on: { pointerdown: (event) => { event.preventDefault(); choose(choice); } } });
  }

  function show(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) input.removeAttribute("aria-activedescendant");
  }

  function moveTo(index) {
    active = index;
    for (const [position, node] of [...list.children].entries()) {
      node.classList.toggle("active", position === index);
      node.setAttribute("aria-selected", String(position === index));
    }
    list.children[index].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", `${id}-${index}`);
  }

  function choose(choice) {
    chosen = choice;
    input.value = nameOf(choice);
    show(false);
  }

  input.addEventListener("input", () => { chosen = null; refresh(); });
  input.addEventListener("focus", () => { if (!chosen) refresh(); });
  input.addEventListener("blur", () => show(false));
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (list.hidden) return;
    if (step && choices.length) moveTo((Math.max(active, step < 0 ? 0 : -1) + step + choices.length) % choices.length);
    else if (event.key === "Enter" && active >= 0) choose(choices[active]);
    else if (event.key === "Tab" && active >= 0) { choose(choices[active]); return; }
    else if (event.key === "Escape") show(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return { node, input, value: () => (chosen ? chosen.value : input.value) };
}
