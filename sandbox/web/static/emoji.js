// Emoji of buttons, options and embeds: a character, or the name of a community's own.

/** What to write for a partial emoji object; custom ones, whose picture is elsewhere, by their name. */
export function emojiText(emoji) {
  if (!emoji) return null;
  return emoji.id ? `:${emoji.name}:` : emoji.name;
}
