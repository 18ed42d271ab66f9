// What a person does with a bot: press, choose, command, fill in a form. Shows the outcome as chat does.

import * as api from "./api.js";
import { announce, button, el } from "./dom.js";
import { icon } from "./icons.js";
import { has, t } from "./i18n.js";
import { openModal } from "./modal.js";
import { tell } from "./state.js";

/** Press a button of a message; `node` shows that it goes on. */
export function pressButton(message, customId, node) {
  return withMessage(message, node, async () => {
    const outcome = await api.click(message.id, customId);
    if (outcome.state !== "failed") tell("pressed", customId);
    return outcome;
  });
}

/** Choose values in a select of a message. */
export function chooseValues(message, customId, values, node) {
  return withMessage(message, node, () => api.select(message.id, customId, values));
}

async function withMessage(message, node, call) {
  if (node.classList.contains("busy")) return;
  node.classList.add("busy");
  node.setAttribute("aria-busy", "true");
  clearFailure(message.id);
  tell("acted");
  try {
    const outcome = await call();
    if (outcome.state === "modal") openModal(outcome);
    if (outcome.state === "failed") showFailure(message.id, t("interaction-failed"));
  } catch (refusal) {
    showFailure(message.id, refusalText(refusal));
  } finally {
    node.classList.remove("busy");
    node.removeAttribute("aria-busy");
  }
}

/** Run a command; a failure becomes a line of the conversation that only this page shows. Throws `Refused`. */
export async function runCommand(channelId, command, options) {
  tell("acted");
  const outcome = await api.slash(channelId, command.path, options);
  if (outcome.state === "modal") openModal(outcome);
  if (outcome.state === "failed") tell("command-failed", { id: outcome.id, channelId, command });
  return outcome;
}

/** What to show for a refusal: our words for what people meet, else a general one with the sandbox's own beside it. */
export function refusalText(refusal) {
  const key = `refused-${refusal.code}`;
  return has(key) ? t(key) : [t("went-wrong"), refusal.message && `(${refusal.message})`].filter(Boolean).join(" ");
}

function clearFailure(messageId) {
  document.querySelector(`[data-failure="${messageId}"]`)?.remove();
}

function showFailure(messageId, text) {
  clearFailure(messageId);
  const note = el("div", { class: "failure", data: { failure: messageId } }, icon("alert"), el("span", { text }),
    button({ class: "text-button", on: { click: () => { note.remove(); tell("focus-lost"); } } }, t("dismiss")));
  document.querySelector(`[data-message="${messageId}"] .message-body`)?.append(note);
  announce(text);
}
