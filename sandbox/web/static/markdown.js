// Discord's markdown as a tree. Pure: text in, plain objects out; richtext.js makes nodes of them.
//
// Blocks: {kind: "paragraph"|"heading"|"subtext"|"quote"|"list"|"fence", ...}
// Inlines: strings, or {kind: "bold"|"italic"|"underline"|"strike"|"spoiler"|"code"|"link"|"user"|"role"|
//          "channel"|"time"|"emoji"|"command"|"everyone", ...}

const FENCE = /^```(?:([\w+#.-]{1,20})\n)?([\s\S]*?)```\n?/;
const LIST_ITEM = /^( *)([-*]|\d{1,9}\.) +(.*)$/;
const MAX_DEPTH = 12; // deeper nesting is shown as it is written

/** Parse a whole message into blocks. */
export function parse(text, depth = 0) {
  const blocks = [];
  let rest = text.replace(/\r\n?/g, "\n");
  while (rest) {
    const fence = rest.match(FENCE);
    if (fence) {
      blocks.push({ kind: "fence", language: fence[1] ?? "", text: fence[2].replace(/^\n|\n$/g, "") });
      rest = rest.slice(fence[0].length);
      continue;
    }
    if (rest.startsWith(">>> ") && depth === 0) {
      blocks.push({ kind: "quote", blocks: parse(rest.slice(4), 1) });
      break;
    }
    rest = takeLines(rest, blocks, depth);
  }
  return blocks;
}

function takeLines(text, blocks, depth) {
  const end = text.indexOf("\n");
  const line = end < 0 ? text : text.slice(0, end);
  const after = end < 0 ? "" : text.slice(end + 1);
  const heading = line.match(/^(#{1,3}) +(.*)$/);
  if (heading) {
    blocks.push({ kind: "heading", level: heading[1].length, inlines: parseInline(heading[2].trim()) });
    return after;
  }
  if (line.startsWith("-# ")) {
    blocks.push({ kind: "subtext", inlines: parseInline(line.slice(3)) });
    return after;
  }
  if (line.startsWith("> ") && depth === 0) return takeQuote(text, blocks);
  if (LIST_ITEM.test(line)) return takeList(text, blocks);
  return takeParagraph(text, blocks, depth);
}

function takeQuote(text, blocks) {
  const lines = text.split("\n");
  let count = 0;
  while (count < lines.length && /^>( |$)/.test(lines[count])) count += 1;
  const quoted = lines.slice(0, count).map((line) => line.replace(/^> ?/, ""));
  blocks.push({ kind: "quote", blocks: parse(quoted.join("\n"), 1) });
  return lines.slice(count).join("\n");
}

function takeList(text, blocks) {
  const lines = text.split("\n");
  const items = [];
  let count = 0;
  while (count < lines.length) {
    const item = lines[count].match(LIST_ITEM);
    if (item) items.push({ indent: item[1].length, marker: item[2], text: item[3] });
    else if (items.length && /^ +\S/.test(lines[count])) items.at(-1).text += `\n${lines[count].trim()}`;
    else break;
    count += 1;
  }
  blocks.push(...nest(items));
  return lines.slice(count).join("\n");
}

function nest(items) {
  const lists = [];
  let index = 0;
  while (index < items.length) {
    const { indent, marker, text } = items[index];
    const ordered = marker.endsWith(".");
    if (!lists.length || lists.at(-1).ordered !== ordered) {
      lists.push({ kind: "list", ordered, start: ordered ? parseInt(marker, 10) : 1, items: [] });
    }
    let end = index + 1;
    while (end < items.length && items[end].indent > indent) end += 1;
    lists.at(-1).items.push({ inlines: parseInline(text), lists: nest(items.slice(index + 1, end)) });
    index = end;
  }
  return lists;
}

function startsBlock(line, depth) {
  return /^(#{1,3} |-# |```)/.test(line) || LIST_ITEM.test(line) || (depth === 0 && /^>(>>)? /.test(line));
}

function takeParagraph(text, blocks, depth) {
  const lines = text.split("\n");
  let count = 1;
  while (count < lines.length && !startsBlock(lines[count], depth)) count += 1;
  const paragraph = lines.slice(0, count).join("\n");
  const fence = paragraph.indexOf("```");
  if (fence > 0 && FENCE.test(text.slice(fence))) {
    blocks.push({ kind: "paragraph", inlines: parseInline(text.slice(0, fence).replace(/\n$/, "")) });
    return text.slice(fence);
  }
  blocks.push({ kind: "paragraph", inlines: parseInline(paragraph) });
  return lines.slice(count).join("\n");
}

// A pair inside italics closes at the first marker that may close it, and nowhere later: with two ways to read each
// pair, a short message of unclosed ones takes longer than anybody waits.
const PAIRS = [
  [/^\*\*\*([^\s*](?:[\s\S]*?[^\s])?)\*\*\*(?!\*)/, "bold", "italic"],
  [/^\*\*([\s\S]+?)\*\*(?!\*)/, "bold"],
  [/^__([\s\S]+?)__(?!_)/, "underline"],
  [/^~~([\s\S]+?)~~/, "strike"],
  [/^\|\|([\s\S]+?)\|\|/, "spoiler"],
  [/^\*(?=\S)((?:\*\*(?:(?!\*\*)[\s\S])+\*\*|[^*])+?)(?<=\S)\*(?!\*)/, "italic"],
  [/^_((?:__(?:(?!__)[\s\S])+__|[^_])+?)_(?![\p{L}\p{N}_])/u, "italic"],
];

const TOKENS = [
  [/^<@!?(\d{1,20})>/, (m) => ({ kind: "user", id: m[1] })],
  [/^<@&(\d{1,20})>/, (m) => ({ kind: "role", id: m[1] })],
  [/^<#(\d{1,20})>/, (m) => ({ kind: "channel", id: m[1] })],
  [/^<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/, (m) => ({ kind: "time", unix: Number(m[1]), style: m[2] ?? "f" })],
  [/^<a?:(\w{2,32}):(\d{1,20})>/, (m) => ({ kind: "emoji", name: m[1] })],
  [/^<\/([^:>\n]{1,100}):(\d{1,20})>/, (m) => ({ kind: "command", name: m[1] })],
  [/^<(https?:\/\/[^\s<>]+)>/, (m) => ({ kind: "link", url: m[1], inlines: [m[1]] })],
  [/^@(everyone|here)/, (m) => ({ kind: "everyone", name: m[1] })],
  [/^\[((?:[^[\]\n]|\[[^[\]\n]*\])+)\]\(<?(https?:\/\/[^\s<>)]+)>?(?: +"[^"\n]*")?\)/,
    (m) => ({ kind: "link", url: m[2], inlines: parseInline(m[1]) })],
  [/^https?:\/\/[^\s<>]*[^\s<>.,:;"'\])!?»]/, (m) => ({ kind: "link", url: m[0], inlines: [m[0]] })],
];

const SPECIAL = /[\\`*_~|<@[]|https?:\/\//g;

/** Parse one run of text into inlines. */
export function parseInline(text, depth = 0) {
  const inlines = [];
  let plain = "";
  let index = 0;
  const flush = () => {
    if (plain) inlines.push(plain);
    plain = "";
  };
  while (index < text.length) {
    SPECIAL.lastIndex = index;
    const next = SPECIAL.exec(text)?.index ?? text.length;
    plain += text.slice(index, next);
    if (next === text.length) break;
    const taken = depth < MAX_DEPTH ? takeInline(text.slice(next), text[next - 1], depth) : null;
    if (taken?.node === undefined) {
      plain += taken?.literal ?? text[next];
      index = next + (taken?.length ?? 1);
    } else {
      flush();
      inlines.push(taken.node);
      index = next + taken.length;
    }
  }
  flush();
  return inlines;
}

function takeInline(rest, before, depth) {
  if (rest[0] === "\\") return /^\\[\\`*_~|<>@#[\]()-]/.test(rest) ? { literal: rest[1], length: 2 } : null;
  if (rest[0] === "`") return takeCode(rest);
  for (const [pattern, make] of TOKENS) {
    const match = rest.match(pattern);
    if (match) return { node: make(match), length: match[0].length };
  }
  if (rest[0] === "_" && rest[1] !== "_" && before && /[\p{L}\p{N}]/u.test(before)) return null;
  for (const [pattern, kind, inner] of PAIRS) {
    const match = rest.match(pattern);
    if (!match) continue;
    const children = parseInline(match[1], depth + 1);
    const node = inner ? { kind, inlines: [{ kind: inner, inlines: children }] } : { kind, inlines: children };
    return { node, length: match[0].length };
  }
  return null;
}

function takeCode(rest) {
  const ticks = rest.match(/^`+/)[0];
  const end = rest.indexOf(ticks, ticks.length);
  if (end < 0) return { literal: ticks, length: ticks.length };
  const text = rest.slice(ticks.length, end);
  if (!text) return { literal: ticks + ticks, length: ticks.length * 2 };
  return { node: { kind: "code", text: ticks.length > 1 ? text.trim() : text }, length: end + ticks.length };
}
