/** Words that fit into a box: SVG neither wraps nor shortens them. */
import { cut, visible } from '../../../sanitise.ts';

/** Characters of East Asian scripts, and emoji, take the room of two. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** At most so many columns wide, an ellipsis at the end where it was longer. */
export function shorten(name: string, columns: number): string {
  const text = visible(name);
  let width = 0;
  let end = 0;
  for (const character of text) {
    width += WIDE.test(character) ? 2 : 1;
    if (width > columns) return cut(text, Math.max(end, 1));
    end += character.length;
  }
  return text;
}

/** The end says more than the beginning: `…orders/worker.py:42`. */
export function shortenStart(path: string, columns: number): string {
  const text = visible(path);
  if (text.length <= columns) return text;
  return `…${text.slice(text.length - columns + 1)}`.toWellFormed();
}

/** In two lines, broken between words where there are any. */
export function inTwoLines(words: string, columns: number): string[] {
  const text = visible(words);
  if (shorten(text, columns) === text) return [text];
  const space = text.lastIndexOf(' ', columns);
  const end = space > columns / 3 ? space : columns;
  return [text.slice(0, end).toWellFormed(), shorten(text.slice(end).trim().toWellFormed(), columns)];
}
