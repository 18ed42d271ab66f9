// The page's requests to the sandbox, in the acting person's name, and the stream of what they may see.

import { state } from "./state.js";

const REQUEST_LIMIT_MS = 20_000;
const RECONNECT_MS = [250, 1_000, 2_000, 5_000];

/** A refusal by the sandbox: Discord's `code`, and `message` to show. */
export class Refused extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** JSON; with a `File` anywhere in it, a form of which the JSON is one part and says `{file: n}` for the n-th file. */
function packed(body) {
  if (body === undefined) return {};
  const files = [];
  const json = JSON.stringify(body, (_, value) => (value instanceof File ? { file: files.push(value) - 1 } : value));
  if (!files.length) return { headers: { "Content-Type": "application/json" }, body: json };
  const form = new FormData();
  form.append("payload_json", json);
  for (const [number, file] of files.entries()) form.append(`files[${number}]`, file, file.name);
  return { headers: { "X-Sandbox-Page": "1" }, body: form };
}

async function request(method, path, body) {
  let response;
  try {
    response = await fetch(`/page/${path}`, { method, ...packed(body), signal: AbortSignal.timeout(REQUEST_LIMIT_MS) });
  } catch {
    throw new Refused("unreachable", "");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(answer.code ?? response.status, answer.message ?? response.statusText);
  return answer;
}

const query = (parameters) => new URLSearchParams(
  Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null),
);
const mine = (path, person = state.me.id) => `as/${person}/${path}`;

export const people = (search = "", limit = 60) => request("GET", `people?${query({ query: search, limit })}`);
export const view = (person) => request("GET", mine("view", person));
export const members = (guild, search = "", limit = 200) =>
  request("GET", mine(`guilds/${guild}/members?${query({ query: search, limit })}`));
export const membersById = (guild, ids) => request("GET", mine(`guilds/${guild}/members?${query({ ids: ids.join(",") })}`));
export const interested = (guild, event) => request("GET", mine(`guilds/${guild}/events/${event}/interested`));
export const markInterested = (guild, event, isInterested) =>
  request("POST", mine(`guilds/${guild}/events/${event}/interested`), { interested: isInterested });
export const openDm = (bot) => request("POST", mine("dms"), { bot });
export const setPreferences = (preferences) => request("PATCH", mine("preferences"), preferences);

export const messages = (channel, before) => request("GET", mine(`channels/${channel}/messages?${query({ before })}`));
export const send = (channel, content, attachments) =>
  request("POST", mine(`channels/${channel}/messages`), { content, attachments });
export const edit = (channel, message, content) =>
  request("PATCH", mine(`channels/${channel}/messages/${message}`), { content });
export const remove = (channel, message) => request("DELETE", mine(`channels/${channel}/messages/${message}`));

export const commands = (channel) => request("GET", mine(`channels/${channel}/commands`));
export const slash = (channel, command, options) => request("POST", mine(`channels/${channel}/slash`), { command, options });
export const autocomplete = (channel, command, focused, value, options) =>
  request("POST", mine(`channels/${channel}/autocomplete`), { command, focused, value, options });
export const click = (message, customId) => request("POST", mine(`messages/${message}/click`), { custom_id: customId });
export const select = (message, customId, values) =>
  request("POST", mine(`messages/${message}/select`), { custom_id: customId, values });
export const submit = (interaction, values) => request("POST", mine(`interactions/${interaction}/submit`), { values });

export const clock = () => request("GET", "clock");
export const moveClock = (move) => request("POST", "clock", move);

/**
 * Follow what `person` may see. `onEvent(event, data)` for each thing that happens, `onState(connected)` when the
 * line breaks or is restored. Returns a function that hangs up.
 */
export function live(person, onEvent, onState) {
  let socket = null;
  let attempts = 0;
  let timer = 0;
  let closed = false;
  const connect = () => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new WebSocket(`${scheme}://${location.host}/page/as/${person}/live`);
    socket.onopen = () => {
      attempts = 0;
      onState(true);
    };
    socket.onmessage = (frame) => {
      const { event, data } = JSON.parse(frame.data);
      if (!closed) onEvent(event, data);
    };
    socket.onclose = () => {
      if (closed) return;
      onState(false);
      timer = setTimeout(connect, RECONNECT_MS[Math.min(attempts, RECONNECT_MS.length - 1)]);
      attempts += 1;
    };
  };
  connect();
  return () => {
    closed = true;
    clearTimeout(timer);
    socket.close();
  };
}
