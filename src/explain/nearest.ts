/** What somebody may have meant who wrote a code that there is not. */
import { CAUSE_CODES } from '../diagnosis/vocabulary.ts';

const MOST = 4;
/** Longer words are not compared: the work grows with the product of both lengths. */
const LONGEST = 40;

/** Codes that have all of the word in them come first (`swallowed`), then those of which a part is a few letters away. */
export function nearestCauses(word: string): string[] {
  const asked = word.toLowerCase().slice(0, LONGEST).replaceAll('_', '-');
  if (asked === '') return [];
  const within = CAUSE_CODES.filter((code) => code.includes(asked));
  const limit = Math.max(1, Math.floor(asked.length / 4));
  const near = CAUSE_CODES.map((code) => ({
    code,
    distance: Math.min(...partsOf(code).map((part) => distance(asked, part))),
  }))
    .filter((one) => one.distance <= limit)
    .sort((one, other) => one.distance - other.distance)
    .map(({ code }) => code);
  return [...new Set<string>([...within, ...near])].slice(0, MOST);
}

/** `cancel`, `cancel-swallowed`, `swallowed`. */
function partsOf(code: string): string[] {
  const words = code.split('-');
  return words.flatMap((_, from) =>
    words.slice(from).map((_, length) => words.slice(from, from + length + 1).join('-')),
  );
}

/** Letters to put in, take out or change (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [column, otherLetter] of [...other].entries()) {
      const change = (row[column] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(change, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
