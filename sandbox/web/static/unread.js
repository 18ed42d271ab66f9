// What each person has read, kept by the browser: the last message seen in each channel.

import { allChannels, compareIds, isListed, state } from "./state.js";

const pings = new Map(); // channel id → ids of the messages that ping the acting person and are not yet seen
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

/** Count a ping in a channel that is not open: once, by whatever way one learns of it. */
export function countPing(channelId, messageId) {
  if (!pings.has(channelId)) pings.set(channelId, new Set());
  pings.get(channelId).add(messageId);
}

/** Pings not seen in a channel. */
export function pingsIn(channelId) {
  return pings.get(channelId)?.size ?? 0;
}

/** Pings not seen anywhere. */
export function allPings() {
  return allChannels().filter(isListed).reduce((total, channel) => total + pingsIn(channel.id), 0);
}

/** Whether a channel holds something not read. */
export function isUnread(channel) {
  return isListed(channel) && Boolean(channel.last_message_id) && compareIds(channel.last_message_id, lastRead(channel.id)) > 0;
}
