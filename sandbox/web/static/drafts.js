// What is typed and not yet sent, by person and channel: going elsewhere and coming back loses nothing, as long as the tab.

import { state } from "./state.js";

const place = (channelId, personId) => `sandbox.draft.${personId}.${channelId}`;

/** What was left in a channel, by the acting person unless another is named. */
export function draftIn(channelId, personId = state.me.id) {
  try {
    return sessionStorage.getItem(place(channelId, personId)) ?? "";
  } catch {
    return ""; // storage refused: nothing is kept
  }
}

/** Keep what is typed in a channel; nothing when it was sent. `personId` when it is no longer the acting person's. */
export function keepDraft(channelId, text, personId = state.me.id) {
  try {
    if (text) sessionStorage.setItem(place(channelId, personId), text);
    else sessionStorage.removeItem(place(channelId, personId));
  } catch {
    return; // it then lasts as long as the channel is open
  }
}
