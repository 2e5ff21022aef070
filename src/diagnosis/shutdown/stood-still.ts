/** In one clause of evidence: that nothing of the program shows that it was told. */

import type { Situation } from '../situation.ts';
import { hasMovedOn } from './gone-on.ts';
import { mainTask } from './main-task.ts';
import { goesRound, partingOf, sameStand } from './stands.ts';

export function stoodStill(situation: Situation): string {
  const { before, tasksBefore, mainThread } = situation;
  const main = mainTask(situation);
  const now = main ?? mainThread;
  const earlier = main === null ? before?.threads.find((one) => one.isMain) : tasksBefore.get(main.id);
  if (before === null || now === null || earlier === undefined) return 'nothing was cancelled';
  if (sameStand(earlier, now))
    return 'nothing was cancelled, and the program stands where it stood before the signal';
  const who = main === null ? 'the main thread' : 'the main task';
  if (goesRound(situation, partingOf(now, earlier)))
    return `nothing was cancelled, and ${who} is in the loop in which it was before the signal`;
  return hasMovedOn(situation, now, earlier)
    ? `nothing was cancelled; ${who} has moved since the signal`
    : `nothing was cancelled; ${who} has come to the next line of its work, and has passed nothing that the handler sets`;
}
