// What can be chosen: people, roles, channels and a bot's own options, in the shape that picker.js shows.

import * as api from "./api.js";
import * as directory from "./directory.js";
import { emojiText } from "./emoji.js";
import { channelById, currentGuild, roleById, state } from "./state.js";

/** The icon of a channel by its type. */
export function channelIcon(type) {
  return { 2: "voice", 5: "announcement", 10: "thread", 11: "thread", 12: "lock", 13: "voice", 15: "forum" }[type] ?? "channel";
}

const asUser = (member, guildId) => ({
  value: member.user.id, user: member.user, description: member.user.username,
  label: directory.nameOf(member.user.id, guildId) ?? member.user.username,
});
const asRole = (role) => ({ value: role.id, label: role.name.replace(/^@/, ""), colour: role.color });
const asChannel = (channel) => ({ value: channel.id, label: channel.name, icon: channelIcon(channel.type) });

/** Members of the open community; in a private conversation, the two who hold it. */
export async function users(query) {
  const guild = currentGuild();
  if (!guild) {
    const all = [state.me, ...state.bots];
    const matches = (user) => directory.displayName(user).toLowerCase().includes(query.toLowerCase());
    return all.filter(matches).map((user) => ({ value: user.id, user, label: directory.displayName(user), description: user.username }));
  }
  const { members } = await api.members(guild.id, query, 25);
  directory.learnMembers(guild.id, members);
  return members.map((member) => asUser(member, guild.id));
}

/** Roles of the open community but @everyone, highest first; only those that `may` be chosen. */
export function roles(query, may = () => true) {
  const all = (currentGuild()?.roles ?? []).filter((role) => role.id !== state.guildId && may(role));
  return all.filter((role) => matchesName(role, query)).sort((a, b) => b.position - a.position).map(asRole);
}

/** Channels the acting person sees, of the `types` wanted. */
export function channels(types) {
  return (query) => {
    const guild = currentGuild();
    const all = [...(guild?.channels ?? []), ...(guild?.threads ?? [])];
    const wanted = all.filter((channel) => (types?.length ? types.includes(channel.type) : true));
    return wanted.filter((channel) => matchesName(channel, query)).map(asChannel);
  };
}

/** Members, then roles. */
export async function mentionables(query) {
  return [...await users(query), ...roles(query)];
}

/** A bot's own options of a string select, radio group or checkbox group. */
export function strings(options) {
  return options.map((option) => ({
    value: option.value, label: option.label, description: option.description, emoji: emojiText(option.emoji),
  }));
}

/** Settings for a picker that shows select `component` (string, user, role, mentionable or channel). */
export function forSelect(component) {
  const loaders = { 5: users, 6: (query) => roles(query), 7: mentionables, 8: channels(component.channel_types) };
  const settings = {
    placeholder: component.placeholder, disabled: component.disabled, search: component.type !== 3,
    min: component.min_values ?? 1, max: component.max_values ?? 1,
  };
  if (component.type !== 3) return { ...settings, load: loaders[component.type], chosen: defaults(component) };
  const options = component.options ?? [];
  const chosen = strings(options.filter((option) => option.default));
  return { ...settings, load: () => strings(options), chosen };
}

function defaults(component) {
  return (component.default_values ?? []).map(({ id, type }) => {
    const value = String(id);
    if (type === "role") return roleById(value) ? asRole(roleById(value)) : null;
    if (type === "channel") return channelById(value) ? asChannel(channelById(value)) : null;
    const member = directory.memberOf(value, state.guildId);
    return member ? asUser(member, state.guildId) : { value, label: directory.nameOf(value, state.guildId) ?? value };
  }).filter(Boolean);
}

function matchesName(thing, query) {
  return thing.name.toLowerCase().includes(query.toLowerCase());
}
