// Where the page begins: ties what happens to what is drawn.

import * as api from "./api.js";
import { startTicking } from "./clock.js";
import { showClock } from "./clockbar.js";
import { focusComposer, showComposer, startComposer } from "./composer.js";
import { followLocale, t } from "./i18n.js";
import { closeDrawers, showFrame, startLayout } from "./layout.js";
import { refreshMembers } from "./members.js";
import { redraw, seek, showChannel, startMessages } from "./messages.js";
import { notify } from "./notices.js";
import { hasKeyboard, startPane } from "./pane.js";
import { openPicker, showMe } from "./people.js";
import { openEvents, showEvents, startEvents } from "./scheduled.js";
import { addressed, become, go, goDm, goGuild } from "./session.js";
import { showSidebar } from "./sidebar.js";
import { on, state } from "./state.js";
import { adoptTheme } from "./theme.js";
import { showWelcome, startWelcome } from "./welcome.js";

function drawFrame() {
  showFrame();
  showSidebar();
  showEvents();
  showMe();
}

on("person", () => {
  showClock();
  refreshMembers();
});
on("channel", () => {
  closeDrawers();
  drawFrame();
  showComposer();
  showWelcome();
  showChannel();
  refreshMembers();
  if (matchMedia("(hover: hover)").matches && hasKeyboard()) focusComposer();
});
on("world", drawFrame);
on("unread", showSidebar);
on("preferences", (me) => {
  state.me = { ...state.me, ...me };
  if (!followLocale(me.locale)) { showMe(); return; }
  drawFrame();
  showClock();
  showComposer();
  showWelcome();
  redraw();
  refreshMembers();
});
on("go", ({ channelId, messageId }) => {
  if (go(channelId) && messageId) seek(messageId);
});
on("focus-lost", focusComposer);
on("go-guild", goGuild);
on("open-event", openEvents);
on("open-dm", goDm);
on("become", ({ personId, channelId }) => become(personId, channelId));

addEventListener("popstate", () => {
  const { personId, channelId } = addressed();
  if (personId && personId !== state.me?.id) become(personId, channelId);
  else if (channelId) go(channelId);
});
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPicker();
  }
});

async function start() {
  followLocale(navigator.language);
  adoptTheme(() => { if (state.me) showMe(); });
  startLayout(focusComposer);
  startPane(focusComposer);
  startMessages();
  startComposer();
  startEvents();
  startTicking();
  startWelcome();
  const { personId, channelId } = addressed();
  if (personId && await become(personId, channelId)) return;
  const { people } = await api.people("", 2).catch(() => ({ people: [] }));
  const first = people.find((person) => !person.owner) ?? people[0]; // a newcomer begins as a member
  if (first) await become(first.id, channelId);
  else notify(t("nobody"), "error");
}

start();
