// The fields of a form: text, selects, radio and checkbox groups, files, each with its label, hint and error.
//
// A field is {node, customId, value(), check(), focus()}; check() shows what is wrong and says whether all is well.

import { el, fill } from "./dom.js";
import { forSelect } from "./choices.js";
import { fileControl } from "./file-field.js";
import { t } from "./i18n.js";
import { picker } from "./picker.js";

let serial = 0;

/** The field of a Label component: its label and description around a control. */
export function labelled(label) {
  return field(label.component, label.label, label.description);
}

/** The field of a bare text input, which carries its own label, or of a bare select. */
export function unlabelled(component) {
  return field(component, component.label ?? component.placeholder ?? "");
}

function field(component, label, description) {
  const id = `field-${(serial += 1)}`;
  const makers = { 4: textInput, 21: radioGroup, 22: checkboxGroup, 23: checkbox, 19: fileUpload };
  const required = component.type !== 23 && component.required !== false;
  const control = (makers[component.type] ?? select)({ component, id, label, required });
  const error = el("p", { class: "field-error", id: `${id}-error`, hidden: true });
  const name = [label, required && el("span", { class: "required", "aria-hidden": "true", text: "*" })];
  const hint = description && el("p", { class: "field-hint", id: `${id}-hint`, text: description });
  const node = control.group
    ? el("fieldset", { class: "form-field" }, el("legend", {}, name), hint, control.node, error)
    : el("div", { class: "form-field" }, el("label", { for: id }, name), hint, control.node, error);
  control.target.setAttribute("aria-describedby", [description && `${id}-hint`, `${id}-error`].filter(Boolean).join(" "));
  return {
    node,
    customId: component.custom_id,
    value: control.value,
    focus: control.focus ?? (() => control.target.focus()),
    check() {
      const problem = control.problem();
      fill(error, problem ?? "");
      error.hidden = !problem;
      control.target.setAttribute("aria-invalid", String(Boolean(problem)));
      return !problem;
    },
  };
}

function textInput({ component, id, required }) {
  const { min_length: least = 0, max_length: most } = component;
  const attributes = {
    id, placeholder: component.placeholder, maxlength: most ?? 4_000, required, autocomplete: "off",
    "aria-required": String(required),
  };
  const input = component.style === 2 ? el("textarea", { ...attributes, rows: 4 }) : el("input", { ...attributes, type: "text" });
  input.value = component.value ?? "";
  const counter = el("span", { class: "counter", "aria-hidden": "true" });
  const count = () => { counter.textContent = `${[...input.value].length}\u202f/\u202f${most}`; };
  input.addEventListener("input", count);
  count();
  const problem = () => {
    const length = [...input.value].length;
    if (required && !input.value.trim()) return t("field-required");
    if (length && length < least) return t("field-short", { count: least });
    return null;
  };
  const value = () => input.value;
  return { node: el("div", { class: "text-field" }, input, most && counter), target: input, value, problem };
}

function select({ component, id, label, required }) {
  const settings = forSelect(component);
  const least = required ? Math.max(settings.min, 1) : settings.min;
  const control = picker({ ...settings, min: required ? settings.min : 0, label });
  const trigger = control.node.querySelector(".picker-trigger");
  trigger.id = id;
  const problem = () => {
    const count = control.values().length;
    if (!count && required) return t("field-choose");
    if (count && count < least) return t("field-choose-more", { count: least });
    return null;
  };
  return { node: control.node, target: trigger, value: control.values, problem };
}

function options(component, id, type) {
  const name = `${id}-group`;
  return (component.options ?? []).map((option) => {
    const input = el("input", { type, name, value: option.value, checked: option.default });
    const words = el("span", { class: "option-words" }, el("span", { text: option.label }),
      option.description && el("span", { class: "option-description", text: option.description }));
    return { input, node: el("label", { class: "option" }, input, words) };
  });
}

const checkedIn = (list) => list.filter(({ input }) => input.checked).map(({ input }) => input.value);

function radioGroup({ component, id, required }) {
  const list = options(component, id, "radio");
  const node = el("div", { class: "options", id, role: "radiogroup", tabindex: "-1" }, list.map((option) => option.node));
  const value = () => checkedIn(list)[0] ?? null;
  const problem = () => (required && value() === null ? t("field-choose") : null);
  return { node, target: node, value, problem, group: true, focus: () => list[0]?.input.focus() };
}

function checkboxGroup({ component, id, required }) {
  const list = options(component, id, "checkbox");
  const least = component.min_values ?? (required ? 1 : 0);
  const most = component.max_values ?? list.length;
  const node = el("div", { class: "options", id, role: "group", tabindex: "-1" }, list.map((option) => option.node));
  const value = () => checkedIn(list);
  const problem = () => {
    const count = value().length;
    if (!count && !required) return null;
    if (count < least) return least === 1 ? t("field-choose") : t("field-choose-more", { count: least });
    return count > most ? t("field-choose-fewer", { count: most }) : null;
  };
  return { node, target: node, value, problem, group: true, focus: () => list[0]?.input.focus() };
}

function checkbox({ component, id }) {
  const input = el("input", { id, type: "checkbox", checked: component.default });
  return { node: el("span", { class: "option" }, input), target: input, value: () => input.checked, problem: () => null };
}

function fileUpload({ component, id, label, required }) {
  const { min_values: least = 1, max_values: most = 1 } = component;
  return fileControl({ id, label, least, most, required });
}
