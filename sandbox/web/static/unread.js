// What each person has read, kept by the browser: the last message seen in each channel.

import { compareIds, state } from "./state.js";

const pings = new Map(); // channel id → pings of the acting person not yet seen
let read = {};

const place = () => `sandbox.read.${state.me.id}`;

/** Take up where this person left off. On their very first visit everything counts as read. */
export function openFor(channels) {
  pings.clear();
  const kept = recall();
  read = kept ?? Object.fromEntries(channels.map((channel) => [channel.id, channel.last_message_id ?? "0"]));
  if (!kept) keep();
}

function recall() {
  try {
    return JSON.parse(localStorage.getItem(place()));
  } catch {
    return null; // storage refused or damaged: as on a first visit
  }
}

function keep() {
  try {
    localStorage.setItem(place(), JSON.stringify(read));
  } catch {
    return; // unread marks then last as long as the page
  }
}

/** The last message read in a channel; "0" when none was. */
export function lastRead(channelId) {
  return read[channelId] ?? "0";
}

/** Everything in a channel up to a message has been seen. */
export function markRead(channelId, messageId) {
  pings.delete(channelId);
  if (!messageId || compareIds(messageId, lastRead(channelId)) <= 0) return;
  read[channelId] = messageId;
  keep();
}

/** Count a ping in a channel that is not open. */
export function countPing(channelId) {
  pings.set(channelId, (pings.get(channelId) ?? 0) + 1);
}

/** Pings not seen in a channel. */
export function pingsIn(channelId) {
  return pings.get(channelId) ?? 0;
}

/** Pings not seen anywhere. */
export function allPings() {
  return [...pings.values()].reduce((total, count) => total + count, 0);
}

/** Whether a channel holds something not read. */
export function isUnread(channel) {
  return Boolean(channel.last_message_id) && compareIds(channel.last_message_id, lastRead(channel.id)) > 0;
}
