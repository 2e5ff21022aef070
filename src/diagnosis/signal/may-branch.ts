/** Whether a handler has more than one way through its code, by the words of its source. */
import type { SignalHandler } from '../../python/model/capture.ts';
import { linesOf } from '../lines-of.ts';
import type { Situation } from '../situation.ts';
import { reachOfHandler } from './handler-reach.ts';

/** `if self.drained: self.stopping = True`. */
const BRANCH = /(^|[\s:(])(if|elif|else|for|while|try|with|match|return|assert|and|or)\b/;
const MOST_LINES = 200;

/** Without its source that cannot be told. */
export function mayBranch(situation: Situation, handler: SignalHandler): boolean {
  const { place, function: name } = handler;
  if (place === null || name === null) return true;
  if (name.endsWith('<lambda>')) {
    const body = situation.sourceLine(place.file, place.line)?.split('lambda').at(-1);
    return body === undefined || BRANCH.test(body);
  }
  if (situation.functionNamed(place.file, name) === null) return true;
  return reachOfHandler(situation, handler).functions.some(({ span, line }) =>
    linesOf(situation, place.file, span)
      .slice(0, MOST_LINES)
      .some((text, index) => span.fromLine + index > line && BRANCH.test(text)),
  );
}
