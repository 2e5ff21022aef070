/** Other names under which a handler's flag is looked at: a function, method or property that mentions it, a class's `__bool__`. */
import type { SignalHandler } from '../../python/model/capture.ts';
import { lastPart } from '../dotted-name.ts';
import { escapePattern } from '../escape-pattern.ts';
import { ownFiles } from '../own-files.ts';
import type { Situation } from '../situation.ts';
import { flagState } from './flag-state.ts';
import { flagsOf } from './handlers.ts';

const MOST_LINES = 60;

/** The flag that a name in a condition leads to: `killer.stopping()`, `killer` itself; null for none. */
export type Alias = (conditionName: string) => string | null;

export function flagAliases(situation: Situation, handler: SignalHandler): Alias {
  const { function: name, place } = handler;
  const told = flagsOf(handler).filter((one) => {
    const state = flagState(situation, handler, one);
    // A watch that joined after the signal has nothing to compare with.
    return situation.before === null ? state !== 'unset' : state === 'set';
  });
  if (place === null || told.length === 0) return () => null;
  const owner = name === null || !name.includes('.') ? null : name.slice(0, name.lastIndexOf('.'));
  const own = owner === null || owner.endsWith('<locals>') ? null : owner;
  return (conditionName) => {
    const last = lastPart(conditionName);
    const named = namedIn(situation, place.file, last, told);
    if (named !== null || own === null) return named;
    // Whose truth a bare name means is told by the class's name only.
    return last.replaceAll('_', '').toLowerCase() === lastPart(own).toLowerCase()
      ? flagIn(
          situation,
          place.file,
          situation.functionNamed(place.file, `${own}.__bool__`)?.span ?? null,
          told,
        )
      : null;
  };
}

/** A function of that name whose code mentions the flag, in any file whose code was seen to run. */
function namedIn(situation: Situation, file: string, name: string, flags: readonly string[]): string | null {
  if (flags.includes(name)) return null;
  const definition = new RegExp(`\\bdef ${escapePattern(name)}\\(`);
  for (const one of ownFiles(situation, file)) {
    if (!(situation.mayMention(one, flags) && situation.mayMention(one, [`def ${name}(`]))) continue;
    for (const { span } of situation.functionsMatching(one, definition)) {
      const flag = flagIn(situation, one, span, flags);
      if (flag !== null) return flag;
    }
  }
  return null;
}

/** The function's code mentions the flag. */
function flagIn(
  situation: Situation,
  file: string,
  span: { fromLine: number; toLine: number } | null,
  flags: readonly string[],
): string | null {
  if (span === null) return null;
  for (let line = span.fromLine; line <= Math.min(span.toLine, span.fromLine + MOST_LINES); line += 1) {
    const text = situation.sourceLine(file, line) ?? '';
    const flag = flags.find((one) => new RegExp(`\\b${escapePattern(one)}\\b`).test(text));
    if (flag !== undefined) return flag;
  }
  return null;
}
