import { blamedTasks } from '../blame.ts';
import { innermostOwn } from '../culprit.ts';
import { placeLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

/** `Task.cancel` sets `_must_cancel` only when the awaited future's own cancel() said no (asyncio/tasks.py). */
export const cancelUndeliverable: Cause = {
  code: 'cancel-undeliverable',
  title: 'the awaited future refuses to be cancelled',
  stage: 'tasks',
  evidence: 'must_cancel is still set and a waiter is present: the only shape with that pair',
  find(situation) {
    return blamedTasks(situation)
      .filter((one) => one.cancellation === 'undeliverable')
      .map((one) => {
        const type =
          one.task.wait?.on.kind === 'future' || one.task.wait?.on.kind === 'unknown'
            ? one.task.wait.on.type
            : 'future';
        const place = innermostOwn(one.task.stack);
        return taskFinding(situation, one, {
          cause: 'cancel-undeliverable',
          certainty: 'certain',
          sentence: `${taskLabel(one.task)} was cancelled, but the ${type} that it awaits${place === null ? '' : ` at ${placeLabel(place)}`} refuses to be cancelled: the request stays pending until that future is done.`,
          fix: `Let cancel() of ${type} cancel it (return True), or wait for it with a limit that does not depend on it: \`await asyncio.wait({future}, timeout=seconds)\`.`,
          construct: null,
          evidence: [
            ...requestEvidence(one),
            'must_cancel is set while the awaited future is pending',
            ...progressEvidence(situation, one),
          ],
        });
      });
  },
};
