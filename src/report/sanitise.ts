/**
 * The only place that makes strings from a target harmless. Names of tasks, files and threads are whatever the
 * program says: they can hold terminal escapes, markup, lone surrogates or a megabyte. `tidy*` bound what enters a
 * report; `visible`, `markup` and `jsonString` are for the three kinds of medium it leaves by.
 */

const NAME_CHARACTERS = 200;
const PATH_CHARACTERS = 1_024;
const TEXT_CHARACTERS = 2_000;

/** Cut to `limit` UTF-16 units, the last of them an ellipsis, never in the middle of a character. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = Math.max(limit - 1, 0);
  const splitsPair = end > 0 && isHighSurrogate(text.charCodeAt(end - 1));
  return `${text.slice(0, splitsPair ? end - 1 : end)}…`;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function tidy(text: string, limit: number): string {
  const short = cut(text, limit);
  return short.isWellFormed() ? short : short.toWellFormed();
}

/** A name of a task, thread, function, host: well-formed Unicode, at most 200 characters. */
export function tidyName(text: string): string {
  return tidy(text, NAME_CHARACTERS);
}

/** A file's path: its end says more than its beginning. */
export function tidyPath(path: string): string {
  if (path.length <= PATH_CHARACTERS) return tidy(path, PATH_CHARACTERS);
  return `…${path.slice(path.length - PATH_CHARACTERS + 1)}`.toWellFormed();
}

/** A sentence, a fix, a line of source. */
export function tidyText(text: string): string {
  return tidy(text, TEXT_CHARACTERS);
}

/**
 * Control characters (C0, DEL, C1), what turns the direction of text, hides, or breaks lines, lone surrogates, and
 * the two code points that no XML may hold.
 */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what this is for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

const SHORT_ESCAPES = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function escapeUnsafe(character: string): string {
  const known = SHORT_ESCAPES.get(character);
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\u{${code.toString(16)}}`;
}

/** For a terminal, a log line, any plain text: one line, and every unsafe character shown as an escape: `\x1b`. */
export function visible(text: string): string {
  return text.replace(UNSAFE, escapeUnsafe);
}

const MARKUP = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** For HTML and XML, in text and in quoted attributes. */
export function markup(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => MARKUP.get(character) ?? character);
}

const NOT_PLAIN = /[^\x20\x21\x23-\x5b\x5d-\x7e]/;

/** A string as JSON that is harmless even when a terminal shows it raw; reads back as the same (well-formed) text. */
export function jsonString(text: string): string {
  if (!NOT_PLAIN.test(text)) return `"${text}"`;
  return jsonText(JSON.stringify(text.toWellFormed()));
}

/** The same for a whole JSON document: outside of strings it holds none of these, but for line breaks. */
export function jsonText(json: string): string {
  return json.replace(UNSAFE, (character) => (character === '\n' ? character : escapeUnits(character)));
}

function escapeUnits(character: string): string {
  let escaped = '';
  for (let index = 0; index < character.length; index++) {
    escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}

/** Cut to `limit` bytes of UTF-8, an ellipsis at the end, never in the middle of a character. */
export function cutBytes(text: string, limit: number): string {
  const bytes = Buffer.from(text.toWellFormed());
  if (bytes.length <= limit) return text.toWellFormed();
  const ellipsis = '…';
  let end = Math.max(0, limit - Buffer.byteLength(ellipsis));
  // A byte of the form 10xxxxxx continues a character that began before it.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end) + ellipsis;
}
