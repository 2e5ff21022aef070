/** A server's loop that runs while a flag is set: whether its thread has read the flag and gone on to what comes after. */
import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { drainRule } from '../libraries/drains.ts';
import type { Situation } from '../situation.ts';

/** The frame that stands after such a loop of its function, or in the drain of a known server; null when there is none. */
export function afterServing(
  situation: Situation,
  { stack }: ThreadState,
  flags: readonly string[],
): CodePlace | null {
  const place = stack.findLast(
    (one) => one.origin !== 'python' && (leftLoop(situation, one, flags) || drainsThreads(one)),
  );
  return place ?? null;
}

function drainsThreads(place: CodePlace): boolean {
  const rule = drainRule(place);
  return rule?.onlyInShutdown === true && rule.threads === true;
}

/** `while self.alive: …`, and the line is below it. */
function leftLoop(situation: Situation, place: CodePlace, flags: readonly string[]): boolean {
  if (!situation.mayMention(place.file, flags)) return false;
  const loops = situation.functionNamed(place.file, place.function)?.loops ?? [];
  return loops.some(
    ({ span, conditionNames }) =>
      span.toLine < place.line &&
      conditionNames.some((name) => flags.some((flag) => name.split('.').includes(flag))),
  );
}
