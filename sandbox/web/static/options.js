// The fields of a command's options, one control for each type, with what is wrong said beside it.
//
// A field is {option, node, value(), check(), focus()}; value() is undefined when nothing was given.

import * as api from "./api.js";
import * as choices from "./choices.js";
import { OPTION } from "./commands.js";
import { el, fill } from "./dom.js";
import { fileControl } from "./file-field.js";
import { t } from "./i18n.js";
import { picker } from "./picker.js";
import { state } from "./state.js";
import { suggestField } from "./suggest.js";

let serial = 0;

/** The field of `option`; `others()` gives what the other options hold, for the bot's suggestions. */
export function optionField(command, option, others) {
  const id = `option-${(serial += 1)}`;
  const control = makeControl(command, option, id, others);
  const error = el("p", { class: "field-error", id: `${id}-error`, hidden: true });
  const node = el("div", { class: "option-field", data: { option: option.name } },
    el("label", { for: id }, option.label, option.required && el("span", { class: "required", "aria-hidden": "true", text: "*" })),
    control.node, el("p", { class: "field-hint", id: `${id}-hint`, text: option.hint }), error);
  const target = node.querySelector(`#${id}`);
  target.setAttribute("aria-describedby", `${id}-hint ${id}-error`);
  return {
    option,
    node,
    value: control.value,
    focus: () => target.focus(),
    check() {
      const problem = control.problem?.() ?? (option.required && control.value() === undefined ? t("field-required") : null);
      fill(error, problem ?? "");
      error.hidden = !problem;
      target.setAttribute("aria-invalid", String(Boolean(problem)));
      return !problem;
    },
  };
}

function makeControl(command, option, id, others) {
  if (option.choices) return listControl(option, id, () => option.choices.map(({ label, value }) => ({ label, value })));
  if (option.autocomplete) return suggestControl(command, option, id, others);
  switch (option.type) {
    case OPTION.BOOLEAN: return listControl(option, id, () => [{ label: t("yes"), value: true }, { label: t("no"), value: false }]);
    case OPTION.USER: return listControl(option, id, choices.users, true);
    case OPTION.ROLE: return listControl(option, id, choices.roles, true);
    case OPTION.CHANNEL: return listControl(option, id, choices.channels(option.channel_types), true);
    case OPTION.MENTIONABLE: return listControl(option, id, choices.mentionables, true);
    case OPTION.INTEGER:
    case OPTION.NUMBER: return numberControl(option, id);
    case OPTION.ATTACHMENT: return attachmentControl(option, id);
    default: return textControl(option, id);
  }
}

function listControl(option, id, load, search = false) {
  const control = picker({ label: option.label, load, search, min: option.required ? 1 : 0, max: 1 });
  control.node.querySelector(".picker-trigger").id = id;
  return { node: control.node, value: () => control.values()[0] };
}

function attachmentControl(option, id) {
  const control = fileControl({ id, label: option.label, least: 1, most: 1, required: option.required });
  return { ...control, value: () => control.value()[0] };
}

function textControl(option, id) {
  const input = el("input", { id, type: "text", maxlength: option.max_length ?? 6_000, autocomplete: "off" });
  const value = () => input.value.trim() || undefined;
  const short = () => value() !== undefined && [...value()].length < (option.min_length ?? 0);
  return { node: input, value, problem: () => (short() ? t("field-short", { count: option.min_length }) : null) };
}

function suggestControl(command, option, id, others) {
  const load = (text) => api.autocomplete(state.channelId, command.path, option.name, text, others()).then((answer) => answer.choices);
  const field = suggestField({ id, "aria-label": option.label }, load);
  if (option.type === OPTION.STRING) return { node: field.node, value: () => field.value() || undefined };
  const raw = () => field.value();
  const value = () => (raw() === "" ? undefined : toNumber(raw()));
  return { node: field.node, value, problem: () => numberProblem(option, value()) };
}

function toNumber(text) {
  return typeof text === "number" ? text : Number(String(text).trim().replace(",", "."));
}

function numberControl(option, id) {
  const input = el("input", { id, type: "text", inputmode: option.type === OPTION.INTEGER ? "numeric" : "decimal", autocomplete: "off" });
  const value = () => (input.value.trim() ? toNumber(input.value) : undefined);
  return { node: input, value, problem: () => numberProblem(option, value()) };
}

function numberProblem(option, number) {
  if (number === undefined) return null;
  if (!Number.isFinite(number)) return t("field-number");
  if (option.type === OPTION.INTEGER && !Number.isSafeInteger(number)) return t("field-integer");
  if (option.min_value !== undefined && number < option.min_value) return t("field-least", { least: option.min_value });
  if (option.max_value !== undefined && number > option.max_value) return t("field-most", { most: option.max_value });
  return null;
}
