// Building DOM nodes. Content always arrives as text nodes, never as markup: a script in a name stays text.

/**
 * Make an element.
 * @param {string} tag
 * @param {object} attributes `class`, `data` (dataset), `on` (listeners), `text`; anything else is an attribute.
 *   `true` sets an empty attribute; `false`, `null` and `undefined` set none.
 * @param {...(Node|string|Array|null|undefined|false)} children
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  append(node, children);
  return node;
}

function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") node.className = value;
  else if (name === "text") node.textContent = value;
  else if (name === "data") Object.assign(node.dataset, value);
  else if (name === "on") {
    for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
  } else node.setAttribute(name, value === true ? "" : String(value));
}

/** Append children, flattening arrays and skipping what is absent. */
export function append(node, ...children) {
  const present = children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
  node.append(...present);
  return node;
}

/** Replace everything in `node`. */
export function fill(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

/** A button that never submits a form by accident. */
export function button(attributes, ...children) {
  return el("button", { type: "button", ...attributes }, ...children);
}

/** A count that wants to be seen; said otherwise to those who hear the page. */
export function badge(count) {
  return el("span", { class: "badge", "aria-hidden": "true", text: count > 99 ? "99+" : String(count) });
}

/** `0x1f8b4c` → `#1f8b4c`; nothing for 0, Discord's "no colour". */
export function hexColour(number) {
  return number ? `#${Number(number).toString(16).padStart(6, "0")}` : null;
}

/** Set a custom property, which a strict style policy allows where a style attribute is refused. */
export function paint(node, property, value) {
  if (value) node.style.setProperty(property, value);
  return node;
}

/** Draw what is in `node` anew and leave the keyboard where it was: on what has the same key. Says whether it could. */
export function keepingKey(node, draw) {
  const held = node.contains(document.activeElement) ? document.activeElement : null;
  draw();
  if (!held || held.isConnected) return true;
  const again = [...node.querySelectorAll("[data-key]")].find((each) => each.dataset.key === held.dataset.key);
  again?.focus();
  return document.activeElement === again;
}

/** Put `shown` where `cover` is and give it the keyboard, which would fall away with what hid it. */
export function uncover(cover, shown) {
  if (!shown.matches("a[href], button")) shown.tabIndex = -1;
  cover.replaceWith(shown);
  shown.focus();
}

/** Say something to screen readers at once. */
export function announce(text) {
  const region = document.getElementById("announcer");
  region.textContent = "";
  requestAnimationFrame(() => { region.textContent = text; });
}

/** Call `action` once, `delay` ms after the last request for it. */
export function debounced(action, delay) {
  let timer = 0;
  return (...parameters) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...parameters), delay);
  };
}
