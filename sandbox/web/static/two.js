// Two persons side by side: the chat page twice, each in a frame of its own. The address names both and where they are,
// `#/person/channel/person/channel`, so that it can be kept and shared. Where there is no room for two, one switches.

import * as api from "./api.js";
import { avatar } from "./avatar.js";
import { badge, button, el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { followLocale, t } from "./i18n.js";
import { OTHER_SIDE_KEY } from "./pane.js";
import { adoptTheme } from "./theme.js";

const NAMES = ["left", "right"];
const narrow = matchMedia("(max-width: 1000px)");
const host = document.getElementById("sides");

/** Each side: its frame, its strip, and what its page last said of itself. */
const sides = NAMES.map((name) => ({
  frame: el("iframe", { class: "side-page", data: { side: name } }),
  head: document.getElementById(`head-${name}`),
  place: null,
}));
let active = 0;

/** The two places that the address asks for; what it leaves open is missing. */
function addressed() {
  const [, first, firstChannel = "", second, secondChannel = ""] =
    location.hash.match(/^#\/(\d{1,20})(?:\/(\d{0,20}))?(?:\/(\d{1,20})(?:\/(\d{0,20}))?)?$/) ?? [];
  return [{ personId: first, channelId: firstChannel }, { personId: second, channelId: secondChannel }];
}

/** Who stands beside: an owner before the others; for whom nobody was named, a member. */
async function complete([left, right]) {
  if (left.personId && right.personId) return [left, right];
  const { people } = await api.people("", 3).catch(() => ({ people: [] }));
  const first = left.personId ?? (people.find((person) => !person.owner) ?? people[0])?.id;
  const second = right.personId ?? (people.find((person) => person.id !== first) ?? people[0])?.id;
  return [{ ...left, personId: first }, { personId: second, channelId: right.channelId || left.channelId }];
}

const addressOf = ({ personId, channelId }) => `#/${personId ?? ""}${channelId ? `/${channelId}` : ""}`;

async function open() {
  const places = await complete(addressed());
  sides.forEach(({ frame }, index) => {
    frame.src = `/${addressOf(places[index])}`;
    host.append(frame);
  });
  sides[0].frame.focus();
}

/** The address was changed by hand, or by going back: lead each side there. */
function follow() {
  addressed().forEach((wanted, index) => {
    const { place, frame } = sides[index];
    if (!place || !wanted.personId || addressOf(wanted) === addressOf(place)) return;
    frame.contentWindow.location.replace(`/${addressOf(wanted)}`);
  });
}

function keepAddress() {
  const places = sides.map(({ place }) => place);
  if (places.includes(null)) return;
  const address = `#/${places.map(({ personId, channelId }) => `${personId}/${channelId ?? ""}`).join("/")}`;
  if (location.hash !== address) history.replaceState(null, "", address);
}

function show() {
  followLocale(sides[0].place?.locale ?? navigator.language);
  document.getElementById("title").textContent = t("two-title");
  document.title = sides.map(({ place }) => place?.name).filter(Boolean).join(" · ") || t("two-title");
  sides.forEach(showSide);
}

function showSide({ frame, head, place }, index) {
  const name = place?.name ?? t("loading");
  const isActive = index === active;
  frame.title = t("seen-by", { name });
  frame.inert = narrow.matches && !isActive;
  head.classList.toggle("active", isActive);
  head.setAttribute("aria-label", name);
  const held = head.contains(document.activeElement) ? document.activeElement.className : null;
  fill(head,
    button({ class: "side-go", "aria-pressed": String(isActive), title: t("to-side", { name }), on: { click: () => turnTo(index) } },
      place && avatar({ id: place.personId }, name, "small"), el("span", { class: "side-name", text: name }),
      place && el("span", { class: "side-channel", text: place.channel }),
      !isActive && place?.pings > 0 && badge(place.pings)),
    button({ class: "icon-button side-close", "aria-label": t("close-side", { name }), title: t("close-side", { name }), on: { click: () => close(index) } }, icon("close")));
  if (held) head.querySelector(`.${held.split(" ").at(-1)}`)?.focus();
}

/** Bring a side to the fore and give it the keyboard. */
function turnTo(index) {
  active = index;
  show();
  sides[index].frame.focus();
}

/** Close a side: the other one goes on alone. */
function close(index) {
  const { place } = sides[1 - index];
  location.assign(`/${place ? addressOf(place) : ""}`);
}

addEventListener("message", ({ source, origin, data }) => {
  const index = sides.findIndex(({ frame }) => frame.contentWindow === source);
  if (origin !== location.origin || index < 0) return;
  if (data.kind === "other-side") turnTo(1 - index);
  if (data.kind === "here") active = index;
  if (data.kind === "place") sides[index].place = data;
  keepAddress();
  show();
});
addEventListener("keydown", (event) => {
  if (event.key !== OTHER_SIDE_KEY) return;
  event.preventDefault();
  turnTo(1 - active);
});
addEventListener("hashchange", follow);
narrow.addEventListener("change", show);
adoptTheme();
show();
open();
