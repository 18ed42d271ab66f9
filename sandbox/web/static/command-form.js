// The options of a command, asked for in place of the message line.

import { announce, button, el } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { refusalText, runCommand } from "./interactions.js";
import { optionField } from "./options.js";
import { state } from "./state.js";

/** The form of `command`; `onDone()` when it was sent or given up, `onProblem(text)` when it was refused. */
export function commandForm(command, { onDone, onProblem }) {
  const fields = [];
  const given = () => fields.map((field) => [field.option.name, field.value()]).filter(([, value]) => value !== undefined);
  const others = (option) => () => Object.fromEntries(given().filter(([name, value]) => name !== option.name && !(value instanceof File)));
  const rows = el("div", { class: "option-fields" });
  const more = el("div", { class: "option-more" });
  const add = (option) => {
    const field = optionField(command, option, others(option));
    fields.push(field);
    rows.append(field.node);
    return field;
  };
  for (const option of command.options.filter((candidate) => candidate.required)) add(option);
  for (const option of command.options.filter((candidate) => !candidate.required)) {
    const chip = button({ class: "option-chip", title: option.hint }, icon("plus"), option.label);
    chip.addEventListener("click", () => { chip.remove(); add(option).focus(); });
    more.append(chip);
  }
  const send = el("button", { class: "button button-primary", type: "submit" }, t("send-command"), icon("send"));
  const node = el("form", { class: "command-form", novalidate: true, "aria-label": `/${command.name}` },
    el("header", { class: "command-head" }, el("strong", { text: `/${command.name}` }), el("span", { text: command.description }),
      button({ class: "icon-button", "aria-label": t("cancel"), title: t("cancel"), on: { click: onDone } }, icon("close"))),
    fields.length > 0 || command.options.length > 0 ? rows : null,
    el("footer", { class: "command-foot" }, more, send));
  node.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !node.querySelector(":popover-open")) onDone();
  });

  async function submit() {
    const wrong = fields.filter((field) => !field.check());
    if (wrong.length) {
      wrong[0].focus();
      announce(t("fields-wrong", { count: wrong.length }));
      return;
    }
    send.disabled = true;
    send.classList.add("busy");
    try {
      await runCommand(state.channelId, command, Object.fromEntries(given()));
      if (node.isConnected) onDone();
    } catch (refusal) {
      if (node.isConnected) onProblem(refusalText(refusal));
    } finally {
      send.disabled = false;
      send.classList.remove("busy");
    }
  }

  return { node, focus: () => (fields[0] ?? send).focus() };
}
