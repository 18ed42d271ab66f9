// The page's line icons, on a grid of 24, drawn for it.

const PATHS = {
  channel: "M9 4 7 20M17 4l-2 16M4 9h16M3.5 15h16",
  announcement: "M4 10v4h3l8 4.5v-13L7 10zM18 9.5a3.5 3.5 0 0 1 0 5",
  forum: "M4 5h12v8H9l-3 3v-3H4zM18 9h2v8h-2v3l-3-3h-4",
  voice: "M4 10v4h3l5 4V6l-5 4zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  thread: "M6 4v9a3 3 0 0 0 3 3h10M15 12l4 4-4 4",
  lock: "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
  at: "M16 8v5a2.5 2.5 0 0 0 5 0v-1a9 9 0 1 0-4 7.5M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0",
  messages: "M4 5h16v11H10l-4 4v-4H4z",
  people: "M12 12a3.5 3.5 0 1 0-7 0 3.5 3.5 0 0 0 7 0zM2.5 20a6 6 0 0 1 12 0M15.5 8.7a3.2 3.2 0 1 1 1.6 6M17.5 15a5.5 5.5 0 0 1 4 5",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6 6 18",
  down: "M6 9l6 6 6-6",
  plus: "M12 5v14M5 12h14",
  clock: "M12 7v5l3.5 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0",
  send: "M4 12 20 4l-5 16-3.5-6.5zM11.5 13.5 20 4",
  sun: "M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
  file: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01",
  clip: "M19.5 11.5 12 19a4.6 4.6 0 0 1-6.5-6.5l8-8a3.1 3.1 0 0 1 4.4 4.4l-7.9 7.9a1.6 1.6 0 0 1-2.3-2.3l7.2-7.1",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
  place: "M12 21s7-6.1 7-11.5a7 7 0 1 0-14 0C5 14.9 12 21 12 21zM14.5 9.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0",
  bell: "M6 16V11a6 6 0 1 1 12 0v5l1.5 2h-15zM10 20.5h4",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0",
  edit: "M4 20h4L19 9l-4-4L4 16zM13.5 6.5l4 4",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
  outside: "M9 6H5v13h13v-4M13 5h6v6M19 5l-9 9",
  check: "M5 12.5l4.5 4.5L19 7.5",
  alert: "M12 8v5M12 16.5h.01M12 3 2.5 20h19z",
  sides: "M4 5h7v14H4zM14 5h6v14h-6z",
  slash: "M15 4 9 20M4 4h16v16H4z",
  search: "M16 10.5a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0zM14.5 14.5 20 20",
  arrow: "M5 12h14M13 6l6 6-6 6",
  help: "M9 9.2a3 3 0 1 1 4.3 2.7c-.9.5-1.3 1-1.3 2.1M12 17h.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
};

const NAMESPACE = "http://www.w3.org/2000/svg";

/** An icon; decorative, so that the control around it carries the name. */
export function icon(name) {
  const svg = document.createElementNS(NAMESPACE, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(NAMESPACE, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
