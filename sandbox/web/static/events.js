// What happens at the sandbox, as it happens: gateway events turned into changes of the page.

import * as api from "./api.js";
import { takeReport } from "./clock.js";
import { commandsChanged } from "./command-list.js";
import * as directory from "./directory.js";
import { debounced } from "./dom.js";
import { refreshMembers } from "./members.js";
import * as messages from "./messages.js";
import { showConnection } from "./notices.js";
import { refreshView } from "./session.js";
import { allChannels, channelById, compareIds, pingsMe, state, tell } from "./state.js";
import * as unread from "./unread.js";

const LOOKED_INTO = 20; // channels with something unread, each time the line opens: the latest

const refreshSoon = debounced(refreshView, 80);

const HANDLERS = {
  CLOCK: takeReport,
  MESSAGE_CREATE: messageCreated,
  MESSAGE_UPDATE: (message) => here(message) && messages.changed(message),
  MESSAGE_DELETE: ({ id, channel_id: channelId }) => here({ channel_id: channelId }) && messages.removed([id]),
  MESSAGE_DELETE_BULK: ({ ids, channel_id: channelId }) => here({ channel_id: channelId }) && messages.removed(ids),
  GUILD_MEMBER_ADD: memberChanged,
  GUILD_MEMBER_UPDATE: memberChanged,
  GUILD_MEMBER_REMOVE: memberChanged,
};

const STRUCTURE = /^(CHANNEL|THREAD|GUILD|USER)_/;
const QUIET = new Set(["GUILD_AUDIT_LOG_ENTRY_CREATE", "GUILD_MEMBERS_CHUNK"]);

/**
 * Follow what `personId` may see. Returns the function that stops. Each time the line opens one catches up, the first
 * time too: what happened between the view and the line reached nobody.
 */
export function follow(personId) {
  return api.live(personId, receive, (connected) => {
    showConnection(connected);
    if (connected) catchUp();
  });
}

function receive(event, data) {
  if (HANDLERS[event]) HANDLERS[event](data);
  else if (event.startsWith("APPLICATION_COMMAND")) commandsChanged();
  else if (STRUCTURE.test(event) && !QUIET.has(event)) structureChanged(event);
}

function structureChanged(event) {
  refreshSoon();
  if (event.startsWith("GUILD_ROLE")) refreshMembers();
}

const here = (message) => message.channel_id === state.channelId;

function messageCreated(message) {
  const channel = channelById(message.channel_id);
  if (!channel) {
    if (!message.guild_id || pingsMe(message)) unread.countPing(message.channel_id, message.id);
    refreshSoon(); // a conversation that just began
    return;
  }
  if (!((message.flags ?? 0) & (1 << 6))) channel.last_message_id = message.id;
  if (here(message)) {
    messages.added(message);
  } else if (message.author.id === state.me.id) {
    unread.markRead(channel.id, message.id); // written by the same person in another tab
  } else if (isForMe(message, channel)) {
    unread.countPing(channel.id, message.id);
  }
  tell("unread");
}

function memberChanged(member) {
  const isMe = member.user.id === state.me.id;
  const before = isMe ? directory.memberOf(member.user.id, member.guild_id)?.roles.length : undefined;
  if (member.roles) directory.learnMembers(member.guild_id, [member]);
  if (member.guild_id === state.guildId) refreshMembers();
  if (isMe) {
    if (before !== undefined && (member.roles?.length ?? 0) > before) tell("roles-gained");
    commandsChanged();
    refreshSoon();
  }
}

/** The line is there: see what happened meanwhile, and which channels hold pings since they were last read. */
async function catchUp() {
  const personId = state.me.id;
  await refreshView();
  await messages.catchUp();
  if (state.me.id !== personId) return;
  refreshMembers();
  const lately = (a, b) => compareIds(b.last_message_id, a.last_message_id);
  const unlooked = allChannels().filter((channel) => channel.id !== state.channelId && unread.isUnread(channel)).sort(lately);
  for (const channel of unlooked.slice(0, LOOKED_INTO)) {
    const page = await api.messages(channel.id).catch(() => ({ messages: [] }));
    if (state.me.id !== personId) return;
    const isNew = (message) => compareIds(message.id, unread.lastRead(channel.id)) > 0;
    for (const message of page.messages) if (isNew(message) && isForMe(message, channel)) unread.countPing(channel.id, message.id);
  }
  tell("unread");
}

/** Whether a message wants the acting person's eye: it pings them, or is written to them alone. */
function isForMe(message, channel) {
  return pingsMe(message) || (channel.type === 1 && message.author.id !== state.me.id);
}
