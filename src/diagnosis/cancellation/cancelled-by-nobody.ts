/** Whether any code in sight may cancel a task: up to 3.10 nothing in a task tells of a cancellation that it has lost. */
import type { CodePlace } from '../../python/model/frame.ts';
import { lastPart } from '../dotted-name.ts';
import { once } from '../once.ts';
import { reachOfHandler } from '../signal/handler-reach.ts';
import { handlersOf } from '../signal/handlers.ts';
import type { Situation } from '../situation.ts';

/** What cancels, or may be a function of the service that does; a limit, and the end of a group, cancel too. */
const MAY_CANCEL =
  /cancel|clos|stop|shut|terminat|abort|exit|kill|end|finish|quit|down|drain|leave|clean|wait_for|timeout|group|nursery|move_on|fail_after|dispos|tear|interrupt|halt/i;

/** A service has thousands of tasks, and a few functions. */
const MOST_PLACES = 500;

/**
 * Every function in which a task stands, and the signal's handler, has its source, and none of them calls, or hands on, anything that may cancel: what a
 * task would do with a cancellation is then no matter.
 */
export const isCancelledByNobody = once((situation): boolean => {
  const { acting } = handlersOf(situation);
  if (acting === null || [...reachOfHandler(situation, acting).names].some((one) => MAY_CANCEL.test(one)))
    return false;
  const places = new Set<CodePlace>();
  for (const { stack } of situation.last.tasks)
    for (const place of stack) if (place.origin !== 'python') places.add(place);
  if (places.size > MOST_PLACES) return false;
  return [...places].every((place) => place.origin === 'user' && cancelsNothing(situation, place));
});

function cancelsNothing({ surroundings }: Situation, place: CodePlace): boolean {
  const facts = surroundings(place)?.function ?? null;
  if (facts === null || surroundings(place)?.from !== 'source') return false;
  return facts.calls.every(({ callee, argumentNames }) =>
    [callee, ...argumentNames].every((name) => !MAY_CANCEL.test(lastPart(name))),
  );
}
