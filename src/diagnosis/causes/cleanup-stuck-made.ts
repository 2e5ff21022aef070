import type { TaskState } from '../../python/model/capture.ts';
import { innermostOwn } from '../culprit.ts';
import { lastPart } from '../dotted-name.ts';
import { isMadeByShutdown } from '../shutdown/made-by-shutdown.ts';
import { isShutdownName } from '../shutdown/shutdown-place.ts';
import type { Situation } from '../situation.ts';
import { placeLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { certaintyOf, limitEvidence, neverRequested } from './never-requested.ts';
import { progressEvidence, taskFinding } from './task-finding.ts';

/** `gather(*(one.stop() for one in parts))`: a part of the shutdown itself, which nobody is to cancel. */
export const cleanupStuckMade: Cause = {
  code: 'cleanup-stuck',
  title: 'a cleanup waits for what never comes',
  stage: 'tasks',
  evidence:
    'a task that the shutdown has made, of a coroutine that is called for one (stop, aclose), waits for no other task',
  find(situation) {
    return neverRequested(situation)
      .filter(({ task }) => isOfShutdown(situation, task))
      .map((one) => {
        const { task } = one;
        const place = innermostOwn(task.stack);
        const at = place === null ? '' : ` at ${placeLabel(place)}`;
        return taskFinding(situation, one, {
          cause: 'cleanup-stuck',
          certainty: certaintyOf(situation, one),
          sentence: `${taskLabel(task)} is a part of the shutdown, which waits for it; it waits${at} for ${task.wait?.description ?? 'something unknown'}.`,
          fix: 'Bound every wait of the shutdown: `async with asyncio.timeout(seconds)` (or wait_for) around it, and go on without what does not come.',
          construct: null,
          evidence: [
            'it was made since the signal, by the shutdown',
            ...limitEvidence(situation, one),
            ...progressEvidence(situation, one),
          ],
        });
      });
  },
};

export function isOfShutdown(situation: Situation, task: TaskState): boolean {
  if (!isShutdownName(lastPart(task.coroutine))) return false;
  return isMadeByShutdown(situation, task) || isAskedByThread(situation, task);
}

/** `run_coroutine_threadsafe(self.aclose(), loop).result()`, since the signal. */
function isAskedByThread({ before, last, tasksBefore }: Situation, { id }: TaskState): boolean {
  const isFresh = before !== null && !tasksBefore.has(id);
  return (
    isFresh &&
    last.threads.some(({ waitsFor }) => waitsFor.kind === 'concurrent-future' && waitsFor.taskId === id)
  );
}
