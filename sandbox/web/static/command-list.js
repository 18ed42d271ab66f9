// The commands the acting person may use in the open channel, asked for once and kept for a moment.

import * as api from "./api.js";
import { flatten } from "./commands.js";
import { state } from "./state.js";

const FRESH_MS = 15_000; // commands change without notice, when a bot starts or roles are given

let key = "";
let asked = null;
let askedAt = 0;

/** The commands, flattened to what can be typed, in the acting person's language. */
export function knownCommands() {
  if (!state.channelId) return Promise.resolve([]);
  const wanted = `${state.me.id}:${state.channelId}:${state.me.locale}`;
  if (asked === null || key !== wanted || Date.now() - askedAt > FRESH_MS) {
    const { locale } = state.me;
    const asking = api.commands(state.channelId).then(({ commands }) => flatten(commands, locale));
    asking.catch(() => { if (asked === asking) asked = null; });
    [key, asked, askedAt] = [wanted, asking, Date.now()];
  }
  return asked;
}

/** The command with canonical path `path` ("event list"), or null when there is none for this person here. */
export async function findCommand(path) {
  const commands = await knownCommands().catch(() => []);
  return commands.find((command) => command.path === path) ?? null;
}

/** The bot's commands changed: ask again for them. */
export function commandsChanged() {
  asked = null;
}
