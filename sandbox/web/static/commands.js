// The commands a person may use in a channel, flattened to what can be typed, and found by what is typed. No DOM.

/** Types of options, as Discord numbers them. */
export const OPTION = {
  SUBCOMMAND: 1, GROUP: 2, STRING: 3, INTEGER: 4, BOOLEAN: 5, USER: 6, CHANNEL: 7, ROLE: 8, MENTIONABLE: 9,
  NUMBER: 10, ATTACHMENT: 11,
};

const localised = (thing, field, locale) => thing[`${field}_localizations`]?.[locale] ?? thing[`${field}_localized`] ?? thing[field];

/**
 * Flatten commands to their leaves: `{path, name, description, options, application}`; `path` is canonical
 * ("event list"), `name` and all other words are in `locale`.
 */
export function flatten(commands, locale) {
  return commands.filter((command) => (command.type ?? 1) === 1).flatMap((command) => leaves(command, locale, command.application_name));
}

function leaves(command, locale, application, path = [], name = []) {
  const here = [...path, command.name];
  const shown = [...name, localised(command, "name", locale)];
  const options = command.options ?? [];
  const inner = options.filter((option) => option.type <= OPTION.GROUP);
  if (inner.length) return inner.flatMap((option) => leaves(option, locale, application, here, shown));
  return [{
    path: here.join(" "), name: shown.join(" "), application,
    description: localised(command, "description", locale) ?? "", options: options.map((option) => localisedOption(option, locale)),
  }];
}

function localisedOption(option, locale) {
  const choices = option.choices?.map((choice) => ({ label: localised(choice, "name", locale), value: choice.value }));
  return {
    ...option, label: localised(option, "name", locale), hint: localised(option, "description", locale) ?? "",
    choices: choices?.length ? choices : null,
  };
}

/** Lower case without accents, so that "evenement" finds "événement". */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Commands that match what follows the slash, best first: beginnings, then beginnings of a word, then anywhere. */
export function find(commands, typed) {
  const wanted = fold(typed).trim().replace(/\s+/g, " ");
  const rank = (command) => {
    const names = [fold(command.name), fold(command.path)];
    if (names.some((name) => name.startsWith(wanted))) return 0;
    if (names.some((name) => name.split(/[\s-]/).some((word) => word.startsWith(wanted)))) return 1;
    if (names.some((name) => name.includes(wanted))) return 2;
    return fold(command.description).includes(wanted) && wanted.length > 2 ? 3 : 4;
  };
  return commands.map((command) => [rank(command), command]).filter(([order]) => order < 4)
    .sort(([a, first], [b, second]) => a - b || first.name.localeCompare(second.name)).map(([, command]) => command);
}
