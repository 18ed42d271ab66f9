// The menu of commands above the composer, open while what is typed begins with a slash.

import { el } from "./dom.js";
import { knownCommands } from "./command-list.js";
import { find } from "./commands.js";
import { t } from "./i18n.js";
import { listMenu } from "./menu.js";

const SHOWN = 40;

/** `onPick(command)` when one is chosen. Returns the menu's handles for the composer. */
export function slashMenu(input, onPick) {
  const menu = listMenu(input, {
    kind: "slash-menu", id: "slash-list", label: t("commands"), none: t("no-command"), onChoose: onPick,
    key: (command) => command.path, news: (count) => t("commands-found", { count }),
    item: (command) => ({
      class: "command",
      children: [
        el("div", { class: "command-words" }, el("strong", { text: `/${command.name}` }), el("span", { text: command.description })),
        command.application && el("span", { class: "command-application", text: command.application }),
      ],
    }),
  });

  async function refresh() {
    const typed = input.value;
    if (!typed.startsWith("/") || typed.includes("\n")) { menu.close(); return; }
    let commands;
    try {
      commands = await knownCommands();
    } catch {
      menu.close();
      return;
    }
    if (input.value === typed) menu.show(find(commands, typed.slice(1)).slice(0, SHOWN));
  }

  return { ...menu, refresh };
}
