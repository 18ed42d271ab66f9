// What is typed and not yet sent, by person and channel: going elsewhere and coming back loses nothing, as long as the tab.

import { state } from "./state.js";

const place = (channelId) => `sandbox.draft.${state.me.id}.${channelId}`;

/** What was left in a channel by the acting person. */
export function draftIn(channelId) {
  try {
    return sessionStorage.getItem(place(channelId)) ?? "";
  } catch {
    return ""; // storage refused: nothing is kept
  }
}

/** Keep what is typed in a channel; nothing when it was sent. */
export function keepDraft(channelId, text) {
  try {
    if (text) sessionStorage.setItem(place(channelId), text);
    else sessionStorage.removeItem(place(channelId));
  } catch {
    return; // it then lasts as long as the channel is open
  }
}
