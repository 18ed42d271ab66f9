// Light and dark: as the system asks, until one chooses.

const PLACE = "sandbox.theme";
const system = matchMedia("(prefers-color-scheme: dark)");

function chosen() {
  try {
    return localStorage.getItem(PLACE);
  } catch {
    return null; // storage refused: the system decides
  }
}

/** Whether the page is dark now. */
export function isDark() {
  return document.documentElement.dataset.theme === "dark";
}

function applyTheme() {
  document.documentElement.dataset.theme = chosen() ?? (system.matches ? "dark" : "light");
}

/** Change to the other one and keep the choice. */
export function toggleTheme() {
  const wanted = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = wanted;
  try {
    localStorage.setItem(PLACE, wanted);
  } catch {
    return; // the choice then lasts as long as the page
  }
}

/** Follow the choice, or the system; `onChange` is called when either changes, here or on another page. */
export function adoptTheme(onChange = () => {}) {
  const change = () => { applyTheme(); onChange(); };
  system.addEventListener("change", change);
  addEventListener("storage", (event) => { if (event.key === PLACE) change(); });
  applyTheme();
}
