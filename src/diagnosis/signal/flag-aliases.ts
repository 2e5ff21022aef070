/** Other names under which a flag of a handler's object is looked at: a method or property of its class, its `__bool__`. */
import type { SignalHandler } from '../../python/model/capture.ts';
import type { Situation } from '../situation.ts';
import { flagState } from './flag-state.ts';

const MOST_LINES = 60;

/** The flag that a name in a condition leads to: `killer.stopping()`, `killer` itself; null for none. */
export type Alias = (conditionName: string) => string | null;

export function flagAliases(situation: Situation, handler: SignalHandler): Alias {
  const { function: name, place, stores } = handler;
  const owner = name === null || !name.includes('.') ? null : name.slice(0, name.lastIndexOf('.'));
  if (owner === null || owner.endsWith('<locals>') || place === null || stores.length === 0)
    return () => null;
  const told = stores.filter((one) => flagState(situation, handler, one) === 'set');
  const own = owner.slice(owner.lastIndexOf('.') + 1).toLowerCase();
  return (conditionName) => {
    const path = conditionName.split('.');
    const last = path.at(-1) ?? '';
    if (path.length > 1) {
      const flag = flagIn(situation, place.file, `${owner}.${last}`, told);
      if (flag !== null) return flag;
    }
    // Whose truth a bare name means is told by the class's name only.
    return last.replaceAll('_', '').toLowerCase() === own
      ? flagIn(situation, place.file, `${owner}.__bool__`, told)
      : null;
  };
}

/** The function's code mentions `self.flag`. */
function flagIn(situation: Situation, file: string, method: string, flags: readonly string[]): string | null {
  const span = situation.functionNamed(file, method)?.span;
  if (span === undefined) return null;
  for (let line = span.fromLine; line <= Math.min(span.toLine, span.fromLine + MOST_LINES); line += 1) {
    const text = situation.sourceLine(file, line) ?? '';
    const flag = flags.find((one) => new RegExp(`\\.${one}\\b`).test(text));
    if (flag !== undefined) return flag;
  }
  return null;
}
