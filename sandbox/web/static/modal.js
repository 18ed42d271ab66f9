// Forms that a bot opens: focus stays inside, Esc closes, what is missing is said beside its field.

import * as api from "./api.js";
import { announce, button, el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { refusalText } from "./interactions.js";
import { labelled, unlabelled } from "./fields.js";
import { richText } from "./richtext.js";
import { state, tell } from "./state.js";

/** Open the form of an interaction's outcome `{id, modal}`; sending it answers that interaction. */
export function openModal({ id, modal }) {
  const channelId = state.channelId;
  const fields = [];
  const body = (modal.components ?? []).map((component) => part(component, fields, channelId));
  const error = el("div", { class: "form-error", role: "alert", hidden: true });
  const submit = el("button", { class: "button button-primary", type: "submit", text: t("submit") });
  const form = el("form", { class: "modal-form", novalidate: true },
    el("header", { class: "dialog-head" }, el("h2", { id: `modal-${id}`, text: modal.title }),
      button({ class: "icon-button", "aria-label": t("close"), on: { click: () => dialog.close() } }, icon("close"))),
    el("div", { class: "modal-fields" }, error, body),
    el("footer", { class: "dialog-foot" },
      button({ class: "button button-secondary", on: { click: () => dialog.close() } }, t("cancel")), submit));
  const dialog = el("dialog", { class: "dialog modal", "aria-labelledby": `modal-${id}` }, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(dialog, id, fields, error, submit);
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (document.activeElement === document.body) tell("focus-lost"); // what had it is gone, as a sent command is
  });
  document.body.append(dialog);
  dialog.showModal();
  (fields[0] ?? { focus: () => submit.focus() }).focus();
}

function part(component, fields, channelId) {
  if (component.type === 10) return richText(component.content, channelId);
  const made = component.type === 18 ? [labelled(component)] : (component.components ?? []).map(unlabelled);
  fields.push(...made);
  return made.map((field) => field.node);
}

async function send(dialog, id, fields, error, submit) {
  error.hidden = true;
  const wrong = fields.filter((field) => !field.check());
  if (wrong.length) {
    wrong[0].focus();
    announce(t("fields-wrong", { count: wrong.length }));
    return;
  }
  submit.disabled = true;
  try {
    const values = Object.fromEntries(fields.map((field) => [field.customId, field.value()]));
    const outcome = await api.submit(id, values);
    if (outcome.state === "failed") throw new api.Refused("failed", t("went-wrong"));
    dialog.close();
  } catch (refusal) {
    fill(error, icon("alert"), el("span", { text: refusalText(refusal) }));
    error.hidden = false;
    error.scrollIntoView({ block: "nearest" });
  } finally {
    submit.disabled = false;
  }
}
