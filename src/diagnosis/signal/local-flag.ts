/** A handler that assigns a name which a loop of the same file tests, and means a variable of its own: it lacks `global`. */
import type { SignalHandler } from '../../python/model/capture.ts';
import type { Situation } from '../situation.ts';
import type { FlagReader } from './flag-readers.ts';
import { flagTests } from './flag-readers.ts';

const MOST_LINES = 200;
const ASSIGNED = /^(\w+)(?:\s*:[^=]+)?\s*=(?!=)/;
const DECLARED = /^(?:global|nonlocal)\s+(.+)$/;

/** Null where it assigns none, or says `global` or `nonlocal`. */
export function localFlag(situation: Situation, { place, function: name }: SignalHandler): FlagReader | null {
  if (place?.origin !== 'user' || name === null) return null;
  const facts = situation.functionNamed(place.file, name);
  if (facts === null) return null;
  const assigned = new Set<string>();
  const declared = new Set(facts.parameters);
  const { fromLine, toLine } = facts.span;
  for (let line = fromLine; line <= Math.min(toLine, fromLine + MOST_LINES); line += 1) {
    const text = situation.sourceLine(place.file, line) ?? '';
    const own = ASSIGNED.exec(text)?.[1];
    if (own !== undefined) assigned.add(own);
    for (const one of DECLARED.exec(text)?.[1]?.split(',') ?? []) declared.add(one.trim());
  }
  const names = [...assigned].filter((one) => !declared.has(one));
  if (names.length === 0) return null;
  return (
    flagTests(situation, names).find(
      (one) => one.place.file === place.file && one.inCondition && isBare(situation, one),
    ) ?? null
  );
}

/** `while running:`, and not `while self.running:`; and the function that tests it has no variable of that name. */
function isBare(situation: Situation, { place, flag }: FlagReader): boolean {
  const around = situation.surroundings(place);
  const isTested =
    around?.layers.some((layer) => layer.kind === 'loop' && layer.conditionNames.includes(flag)) === true;
  if (!isTested || around.function?.parameters.includes(flag) === true) return false;
  return place.name === '<module>' || !assigns(situation, around.function?.span, place.file, flag);
}

function assigns(
  situation: Situation,
  span: { fromLine: number; toLine: number } | undefined,
  file: string,
  flag: string,
): boolean {
  if (span === undefined) return true;
  let isOwn = false;
  for (let line = span.fromLine; line <= Math.min(span.toLine, span.fromLine + MOST_LINES); line += 1) {
    const text = situation.sourceLine(file, line) ?? '';
    if (
      DECLARED.exec(text)?.[1]
        ?.split(',')
        .some((one) => one.trim() === flag) === true
    )
      return false;
    isOwn ||= ASSIGNED.exec(text)?.[1] === flag;
  }
  return isOwn;
}
