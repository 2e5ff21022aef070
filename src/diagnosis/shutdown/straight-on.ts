/** Ways of code on which nothing is asked: whoever came along one was not sent there by what a handler has set. */
import type { CodePlace } from '../../python/model/frame.ts';
import { escapePattern } from '../escape-pattern.ts';
import { linesOf } from '../lines-of.ts';
import type { Situation } from '../situation.ts';
import type { Parting } from './stands.ts';

/**
 * From the one stand to the other no line between mentions a flag, or has a condition that calls something, which may look
 * at it: on the rest of the functions that were left, between both lines of the one that they have in common, and on the
 * way to the place in those that were entered.
 */
export function cameStraightOn(
  situation: Situation,
  { now, before, index }: Parting,
  flags: readonly string[],
): boolean {
  const [place, earlier] = [now[index], before[index]];
  if (place === undefined || earlier?.codeId !== place.codeId || place.line <= earlier.line) return false;
  const ways = [
    ...before.slice(index + 1).map((one) => wayOut(situation, one)),
    { file: place.file, fromLine: earlier.line + 1, toLine: place.line },
    ...now.slice(index + 1).map((one) => wayIn(situation, one)),
  ];
  const asks = new RegExp(
    [
      '\\b(if|elif|while|assert|match|and|or|not)\\b.*\\w\\(',
      ...flags.map((one) => `\\b${escapePattern(one)}\\b`),
    ].join('|'),
  );
  return ways.every(
    (way) => way !== null && !linesOf(situation, way.file, way).some((text) => asks.test(text)),
  );
}

interface Way {
  file: string;
  fromLine: number;
  toLine: number;
}

function wayOut(situation: Situation, place: CodePlace): Way | null {
  const facts = situation.surroundings(place)?.function ?? null;
  return facts === null ? null : { file: place.file, fromLine: place.line + 1, toLine: facts.span.toLine };
}

/** The line of its `def` may stand below decorators, and mentions its own parameters. */
function wayIn(situation: Situation, place: CodePlace): Way | null {
  const facts = situation.surroundings(place)?.function ?? null;
  return facts === null ? null : { file: place.file, fromLine: facts.line + 1, toLine: place.line };
}
