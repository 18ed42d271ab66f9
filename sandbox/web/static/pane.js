// The page as one of two sides: it tells the page around it who is here and where, and which side is at work.

import * as directory from "./directory.js";
import { currentChannel, on, state } from "./state.js";
import * as unread from "./unread.js";

export const OTHER_SIDE_KEY = "F6"; // as desktops go from one part of a window to the next

/** Which side this is: "left", "right", or null for a page of its own. Only our own page may stand around this one. */
export const side = window.frameElement?.dataset.side ?? null;

const tellAround = (message) => window.parent.postMessage(message, location.origin);

/** Where two persons are seen at once: the acting person and, if it is said, who stands beside. */
export function besideAddress(otherId = null) {
  const here = `${state.me.id}/${state.channelId ?? ""}`;
  return `/two#/${here}${otherId ? `/${otherId}/${state.channelId ?? ""}` : ""}`;
}

/** Whether the keyboard is here: one side never takes it away from the other. */
export function hasKeyboard() {
  return !side || document.hasFocus();
}

/** Connect this side to the page around it; `begin` puts the cursor where one writes. Called once. */
export function startPane(begin) {
  if (!side) return;
  document.documentElement.dataset.side = side;
  for (const topic of ["channel", "world", "unread", "preferences"]) on(topic, report);
  addEventListener("focus", () => {
    tellAround({ kind: "here" });
    if (document.activeElement === document.body) begin();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== OTHER_SIDE_KEY) return;
    event.preventDefault();
    toOtherSide();
  });
}

/** Give the keyboard, and on a narrow screen the place, to the other side. */
export function toOtherSide() {
  tellAround({ kind: "other-side" });
}

function report() {
  const channel = currentChannel();
  const named = channel?.type === 1 ? directory.displayName(channel.recipients[0]) : channel?.name;
  tellAround({
    kind: "place", personId: state.me.id, channelId: state.channelId, locale: state.me.locale,
    name: state.guilds[0]?.me.nick || directory.displayName(state.me), channel: named ?? "", pings: unread.allPings(),
  });
}
