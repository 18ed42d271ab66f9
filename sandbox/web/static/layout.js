// The frame: the header's words, and on narrow screens the drawers on both sides.

import * as directory from "./directory.js";
import { fill } from "./dom.js";
import { channelIcon } from "./choices.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { besideAddress, side } from "./pane.js";
import { currentChannel, currentGuild } from "./state.js";

const app = document.getElementById("app");
const openers = { left: document.getElementById("open-left"), right: document.getElementById("open-right") };
const narrow = matchMedia("(max-width: 680px)");
const medium = matchMedia("(max-width: 1100px)");

/** Connect the drawers and the ways past them; `write` puts the cursor where one writes. Called once. */
export function startLayout(write) {
  fill(openers.left, icon("menu"));
  fill(openers.right, icon("people"));
  openers.left.addEventListener("click", () => toggle("left"));
  openers.right.addEventListener("click", toggleRight);
  document.getElementById("scrim").addEventListener("click", closeDrawers);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && app.dataset.drawer) closeDrawers();
  });
  skipTo("skip", () => document.getElementById("message-list").focus());
  skipTo("skip-write", write);
  for (const query of [narrow, medium]) query.addEventListener("change", closeDrawers);
  closeDrawers();
}

/** The page's address says who one is and where: a way inside the page leaves it alone. */
function skipTo(id, arrive) {
  document.getElementById(id).addEventListener("click", (event) => {
    event.preventDefault();
    arrive();
  });
}

function toggleRight() {
  if (medium.matches) { toggle("right"); return; }
  app.classList.toggle("without-members");
  openers.right.setAttribute("aria-expanded", String(!app.classList.contains("without-members")));
}

function toggle(side) {
  if (app.dataset.drawer === side) { closeDrawers(); return; }
  app.dataset.drawer = side;
  openers[side].setAttribute("aria-expanded", "true");
  settle();
  const panel = document.getElementById(side === "left" ? "left" : "members");
  (panel.querySelector("[aria-current='page']") ?? panel.querySelector("button") ?? panel).focus();
}

/** Close whichever drawer is open, giving the focus back to what opened it. */
export function closeDrawers() {
  const side = app.dataset.drawer;
  delete app.dataset.drawer;
  openers.left.setAttribute("aria-expanded", "false");
  openers.right.setAttribute("aria-expanded", String(!medium.matches && !app.classList.contains("without-members")));
  settle();
  if (side) openers[side].focus();
}

/** A closed drawer is out of reach of the keyboard, and an open one keeps the page behind it out of reach. */
function settle() {
  const side = app.dataset.drawer;
  document.getElementById("left").inert = narrow.matches && side !== "left";
  document.getElementById("members").inert = medium.matches && side !== "right";
  document.getElementById("main").inert = Boolean(side);
}

/** Write the header for the open channel, and the words of the frame. */
export function showFrame() {
  const channel = currentChannel();
  const isDm = channel?.type === 1;
  const name = channel ? (isDm ? directory.displayName(channel.recipients[0]) : channel.name) : t(currentGuild() ? "no-channel" : "private-messages");
  fill(document.getElementById("channel-icon"), icon(isDm ? "messages" : channelIcon(channel?.type)));
  document.getElementById("channel-title").textContent = name;
  document.getElementById("channel-topic").textContent = channel?.topic ?? "";
  openers.right.hidden = !currentGuild();
  showBeside();
  document.title = [name, currentGuild()?.name].filter(Boolean).join(" · ");
  const labels = {
    "open-left": t("show-channels"), "open-right": t("show-members"), left: t("channels"), members: t("members"),
    messages: t("messages-in", { name }), welcome: t("welcome-title"), rail: t("communities"), composer: t("compose"), me: t("you-are"),
  };
  for (const [id, label] of Object.entries(labels)) document.getElementById(id).setAttribute("aria-label", label);
  document.getElementById("members-title").textContent = t("members");
  for (const id of ["skip", "skip-write"]) document.getElementById(id).textContent = t(id);
  document.getElementById("drop-here").textContent = t("drop-here");
}

/** The way to two persons side by side, unless this is one of the two already. */
function showBeside() {
  const link = document.getElementById("open-beside");
  link.hidden = Boolean(side);
  link.href = besideAddress();
  link.title = t("beside-hint");
  link.setAttribute("aria-label", t("beside-hint"));
  fill(link, icon("sides"));
}
