// Who people are: members met so far in each community, asked for by id when a message names a stranger.

import * as api from "./api.js";
import { hexColour } from "./dom.js";
import { guildById } from "./state.js";

const known = new Map(); // "guild:user" → member
const users = new Map(); // user id → user, for private conversations
const waiting = new Map(); // "guild:user" → callbacks
let asked = 0;

const key = (userId, guildId) => `${guildId}:${userId}`;

/** Forget everybody: another person looks at the world through other eyes. */
export function forget() {
  known.clear();
  users.clear();
  waiting.clear();
}

/** Remember members of a community. */
export function learnMembers(guildId, members) {
  for (const member of members) {
    known.set(key(member.user.id, guildId), member);
    learnUser(member.user);
    for (const callback of waiting.get(key(member.user.id, guildId)) ?? []) callback();
    waiting.delete(key(member.user.id, guildId));
  }
}

/** Remember a user met in a message or a private conversation. */
export function learnUser(user) {
  if (user?.id) users.set(user.id, user);
}

/** The member, if met. */
export function memberOf(userId, guildId) {
  return known.get(key(userId, guildId)) ?? null;
}

/** How a user is called in a community: nickname, display name, username. Null for a stranger. */
export function nameOf(userId, guildId) {
  const member = memberOf(userId, guildId);
  return member?.nick || displayName(member?.user ?? users.get(userId));
}

/** A user's own name, outside any community. */
export function displayName(user) {
  return user ? user.global_name || user.username : null;
}

/** The roles of a member, highest first, without @everyone. */
export function rolesOf(member, guildId) {
  const roles = guildById(guildId)?.roles ?? [];
  return roles.filter((role) => member.roles.includes(role.id)).sort((a, b) => b.position - a.position);
}

/** The colour a member's name is written in, or null. */
export function colourOf(userId, guildId) {
  const member = memberOf(userId, guildId);
  if (!member) return null;
  return hexColour(rolesOf(member, guildId).find((role) => role.color)?.color);
}

/** Call back once a stranger has been looked up; never for people already met. */
export function whenKnown(userId, guildId, callback) {
  if (!guildId || known.has(key(userId, guildId))) return;
  const callbacks = waiting.get(key(userId, guildId));
  if (callbacks) callbacks.push(callback);
  else waiting.set(key(userId, guildId), [callback]);
  clearTimeout(asked);
  asked = setTimeout(lookUpStrangers, 30);
}

async function lookUpStrangers() {
  const strangers = new Map();
  for (const entry of waiting.keys()) {
    const [guildId, userId] = entry.split(":");
    strangers.set(guildId, [...(strangers.get(guildId) ?? []), userId]);
  }
  for (const [guildId, ids] of strangers) {
    try {
      const { members } = await api.membersById(guildId, ids.slice(0, 100));
      learnMembers(guildId, members);
    } catch {
      continue; // the name stays unknown, the message readable; the next message asks again
    }
    for (const id of ids) waiting.delete(key(id, guildId)); // left, or not theirs to see: not asked for ever
  }
}
