// The first steps and which of them are done: noticed as they happen, whoever acts, and kept for each community.

import { on, state, tell } from "./state.js";

const PRIVATE_THREAD = 12;
const SOON_MS = 30_000; // what follows an act that soon is taken for its effect
const PRESSED = [
  [/^events:draft:publish:/, "prepare"],
  [/^events:answer:\d+:(going|maybe)$/, "answer"],
  [/^announcements:confirm:/, "announce"],
];

/** The steps in their order; `needs` is what has to have happened, `command` where one begins. */
export const STEPS = [
  { key: "join", needs: ["join"], command: "group join" },
  { key: "prepare", needs: ["prepare"], command: "event-admin create", isOrganisers: true },
  { key: "answer", needs: ["answer", "clock"], command: "event list" },
  { key: "introduce", needs: ["introduce"], command: "intro request" },
  { key: "announce", needs: ["announce"], command: "announce compose", isOrganisers: true },
];

let kept = new Set(); // for browsers that refuse storage
let threads = new Set();
let actedAt = 0;

const place = () => `sandbox.steps.${state.guilds[0]?.id ?? ""}`;

/** Whether something that the steps ask for has happened. */
export function happened(what) {
  return all().has(what);
}

/** Whether a step is done. */
export function isDone(step) {
  return step.needs.every(happened);
}

/** Begin again. */
export function forgetSteps() {
  keep(new Set());
}

/** Whether a change of what is kept, on another page, is one of the steps'. */
export function isSteps(storageKey) {
  return storageKey === place();
}

/** Begin to notice. Called once. */
export function noticeSteps() {
  on("pressed", (customId) => {
    for (const [pattern, what] of PRESSED) if (pattern.test(customId)) note(what);
  });
  on("acted", () => { actedAt = Date.now(); });
  on("roles-gained", () => { if (Date.now() - actedAt < SOON_MS) note("join"); }); // not what bots give by themselves
  on("clock-moved", () => { if (happened("answer")) note("clock"); }); // before one answered it reminds of nothing
  on("person", () => { threads = privateThreads(); });
  on("world", () => {
    const now = privateThreads();
    if ([...now].some((id) => !threads.has(id))) note("introduce");
    threads = now;
  });
}

function privateThreads() {
  return new Set(state.guilds.flatMap((guild) => guild.threads.filter((thread) => thread.type === PRIVATE_THREAD).map((thread) => thread.id)));
}

function all() {
  try {
    return new Set(JSON.parse(localStorage.getItem(place())) ?? kept);
  } catch {
    return kept;
  }
}

function note(what) {
  if (happened(what)) return;
  const before = STEPS.filter(isDone).length;
  keep(new Set([...all(), what]));
  tell("steps", STEPS.filter(isDone).length > before ? STEPS.find((step) => isDone(step) && step.needs.includes(what)) : null);
}

function keep(happenings) {
  kept = happenings;
  try {
    localStorage.setItem(place(), JSON.stringify([...happenings]));
  } catch {
    return; // they then last as long as the page
  }
}
