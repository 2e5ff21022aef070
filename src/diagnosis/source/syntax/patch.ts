/**
 * Spellings that @lezer/python 1.1 does not read: parenthesised items of a `with` (PEP 617, over several lines too) and a
 * target of `as` that is no plain name. `except A, B:` (PEP 758). Template strings. They are overwritten by text of the same length, so that every offset and line stays true.
 * Also what is no text of the program: a byte order mark, carriage returns, form feeds (Python's tokenizer skips them).
 */
const WITH_HEADER = /^[ \t]*(?:async[ \t]+)?with\b/gm;
const EXCEPT_HEADER = /^[ \t]*except\b(?=[^\n]*,)/gm;
/** A header longer than this is no header. */
const LONGEST_HEADER = 8000;

/** The text with one kind of line end, in which offsets and lines are counted from here on. */
export function normalise(text: string): string {
  let result = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (result.includes('\r')) result = result.replace(/\r\n?/g, '\n');
  // A form feed sets the count of the indentation back to zero (Python reference, 2.1.8).
  if (result.includes('\f')) result = result.replace(/^[ \t\f]*\f/gm, '').replace(/\f/g, ' ');
  return result;
}

/** For the parser only: what a person is shown is cut from the text before this. */
export function patchForParser(text: string): string {
  const patches = [...templateStrings(text), ...bareTuples(text)];
  WITH_HEADER.lastIndex = 0;
  for (let match = WITH_HEADER.exec(text); match !== null; match = WITH_HEADER.exec(text)) {
    const from = match.index + match[0].length;
    const header = scanHeader(text, from);
    if (header === null) continue;
    const patched = patchHeader(text.slice(from, header.end), header);
    if (patched !== null) patches.push({ from, to: header.end, text: patched });
  }
  if (patches.length === 0) return text;
  patches.sort((one, other) => one.from - other.from);
  const pieces: string[] = [];
  let at = 0;
  for (const patch of patches) {
    if (patch.from < at) continue;
    pieces.push(text.slice(at, patch.from), patch.text);
    at = patch.to;
  }
  pieces.push(text.slice(at));
  return pieces.join('');
}

interface Patch {
  from: number;
  to: number;
  text: string;
}

/** t-strings (3.14, PEP 750) are read like f-strings. */
function templateStrings(text: string): Patch[] {
  const patches: Patch[] = [];
  for (const match of text.matchAll(/(?<![\w.])([rR]?)[tT]([rR]?)(?=["'])/g))
    patches.push({ from: match.index, to: match.index + match[0].length, text: `${match[1]}f${match[2]}` });
  return patches;
}

/** As one expression: `except A| B:`; whoever reads the clause goes back to what is written. */
function bareTuples(text: string): Patch[] {
  const patches: Patch[] = [];
  for (const match of text.matchAll(EXCEPT_HEADER)) {
    const from = match.index + match[0].length;
    const header = scanHeader(text, from);
    if (header === null) continue;
    const masked = maskBrackets([...splitUnits(text.slice(from, header.end))], header.brackets);
    if (/\bas\b/.test(masked)) continue;
    for (const comma of masked.matchAll(/,/g))
      patches.push({ from: from + comma.index, to: from + comma.index + 1, text: '|' });
  }
  return patches;
}

interface Header {
  /** Offset of the colon. */
  end: number;
  /** Relative to the header's start: the pairs of brackets at depth 0 and 1, and the comments. */
  brackets: { open: number; close: number; depth: number }[];
  comments: { from: number; to: number }[];
}

function scanHeader(text: string, from: number): Header | null {
  const brackets: Header['brackets'] = [];
  const comments: Header['comments'] = [];
  const open: number[] = [];
  const last = Math.min(text.length, from + LONGEST_HEADER);
  for (let at = from; at < last; at += 1) {
    const character = text[at] as string;
    if (character === '#') {
      const end = endOfLine(text, at);
      comments.push({ from: at - from, to: end - from });
      at = end - 1;
    } else if (character === '"' || character === "'") {
      at = endOfString(text, at) - 1;
    } else if ('([{'.includes(character)) {
      open.push(at);
    } else if (')]}'.includes(character)) {
      const start = open.pop();
      if (start === undefined) return null;
      brackets.push({ open: start - from, close: at - from, depth: open.length });
    } else if (open.length === 0 && character === ':') {
      return { end: at, brackets, comments };
    } else if (open.length === 0 && character === '\n' && text[at - 1] !== '\\') {
      return null;
    }
  }
  return null;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function endOfString(text: string, at: number): number {
  const quote = text[at] as string;
  const triple = text.startsWith(quote.repeat(3), at);
  const closing = triple ? quote.repeat(3) : quote;
  for (let index = at + closing.length; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text.startsWith(closing, index)) return index + closing.length;
    else if (!triple && text[index] === '\n') return index;
  }
  return text.length;
}

function patchHeader(header: string, { brackets, comments }: Header): string | null {
  const characters = [...splitUnits(header)];
  let changed = false;
  const outer = brackets.find((one) => one.depth === 0 && header.slice(0, one.open).trim() === '');
  if (
    outer !== undefined &&
    header.slice(outer.close + 1).trim() === '' &&
    isItemList(header, outer, brackets)
  ) {
    characters[outer.open] = ' ';
    characters[outer.close] = ' ';
    for (const { from, to } of comments) characters.fill(' ', from, to);
    for (let at = outer.open; at < outer.close; at += 1) if (characters[at] === '\n') characters[at] = ' ';
    const comma = lastFilled(characters, outer.close);
    if (characters[comma] === ',') characters[comma] = ' ';
    changed = true;
  }
  const masked = maskBrackets(
    characters,
    brackets.filter((one) => one !== outer || !changed),
  );
  for (const match of masked.matchAll(/\bas\b\s*([^,]*)/g)) {
    const target = (match[1] ?? '').trimEnd();
    if (/^\w*$/.test(target)) continue;
    const from = match.index + match[0].indexOf(target);
    characters.fill('_', from, from + target.length);
    changed = true;
  }
  return changed ? characters.join('') : null;
}

/** UTF-16 units, so that offsets stay offsets. */
function* splitUnits(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += 1) yield text[at] as string;
}

function lastFilled(characters: readonly string[], before: number): number {
  let at = before - 1;
  while (at > 0 && /\s/.test(characters[at] as string)) at -= 1;
  return at;
}

/** What stands in brackets is of no concern: it is blotted out. */
function maskBrackets(
  characters: readonly string[],
  brackets: readonly { open: number; close: number }[],
): string {
  const masked = [...characters];
  for (const { open, close } of brackets) masked.fill('.', open, close + 1);
  return masked.join('');
}

/** Has `as`, or a comma: `with (a):` is read well enough as it is. */
function isItemList(
  header: string,
  outer: { open: number; close: number },
  brackets: Header['brackets'],
): boolean {
  const inner = brackets.filter((one) => one.depth === 1);
  const inside = maskBrackets([...splitUnits(header)], inner).slice(outer.open + 1, outer.close);
  return /\bas\b/.test(inside) || inside.includes(',');
}
