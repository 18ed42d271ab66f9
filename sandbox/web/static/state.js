// What the page knows, in one place, and who is told when it changes. No DOM here.

/** Everything shown; parts read it and never keep a copy. */
export const state = {
  me: null, // the acting person: {id, username, global_name, locale, dms_open}
  guilds: [], // communities they belong to, each with roles, channels and threads they may see
  dms: [], // their private conversations
  bots: [], // bots they may open one with
  guildId: null, // null shows private conversations
  channelId: null,
  messages: [], // of the open channel, oldest first
  hasOlder: false,
};

const listeners = new Map();

/** Call `listener` whenever `topic` is told. */
export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, []);
  listeners.get(topic).push(listener);
}

/** Tell `topic` to whoever listens. */
export function tell(topic, detail) {
  for (const listener of listeners.get(topic) ?? []) listener(detail);
}

/** The open community, or null among private conversations. */
export function currentGuild() {
  return state.guilds.find((guild) => guild.id === state.guildId) ?? null;
}

/** A community by its id. */
export function guildById(id) {
  return state.guilds.find((guild) => guild.id === id) ?? null;
}

/** Every channel, thread and private conversation that the acting person sees. */
export function allChannels() {
  return [...state.guilds.flatMap((guild) => [...guild.channels, ...guild.threads]), ...state.dms];
}

/** A channel, thread or private conversation by its id, as far as the acting person may see it. */
export function channelById(id) {
  for (const guild of state.guilds) {
    const found = guild.channels.find((channel) => channel.id === id) ?? guild.threads.find((thread) => thread.id === id);
    if (found) return found;
  }
  return state.dms.find((channel) => channel.id === id) ?? null;
}

/** Whether the left side lists a channel. An archived thread is out of the way there, and so is what it holds unread. */
export function isListed(channel) {
  return !channel.thread_metadata?.archived;
}

/** The community that holds a channel, or null for a private conversation. */
export function guildOf(channelId) {
  const holds = (guild) => [...guild.channels, ...guild.threads].some((channel) => channel.id === channelId);
  return state.guilds.find(holds) ?? null;
}

/** The open channel. */
export function currentChannel() {
  return channelById(state.channelId);
}

/** A role by its id, looked for in every community. */
export function roleById(id) {
  for (const guild of state.guilds) {
    const role = guild.roles.find((candidate) => candidate.id === id);
    if (role) return role;
  }
  return null;
}

/** A scheduled event by its id, looked for in every community. */
export function eventById(id) {
  for (const guild of state.guilds) {
    const event = guild.events.find((candidate) => candidate.id === id);
    if (event) return event;
  }
  return null;
}

/** Whether a message pings the acting person: by name, by one of their roles, or as everyone. */
export function pingsMe(message) {
  if (message.author?.id === state.me.id) return false;
  if (message.mention_everyone) return true;
  if ((message.mentions ?? []).some((user) => user.id === state.me.id)) return true;
  const mine = guildOf(message.channel_id)?.me.roles ?? [];
  return (message.mention_roles ?? []).some((id) => mine.includes(id));
}

/** Order two snowflakes without losing digits to floating point. */
export function compareIds(a, b) {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
