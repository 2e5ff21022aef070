import { findSwallower } from '../cancellation/swallow-search.ts';
import { innermostOwn } from '../culprit.ts';
import { placeLabel, taskLabel } from '../words.ts';
import { swallowed } from './cancel-swallowed.ts';
import type { Cause } from './cause.ts';
import { progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

/** The state alone tells that the cancellation is lost; which construct did it could not be read. */
export const cancelSwallowedUnseen: Cause = {
  code: 'cancel-swallowed',
  title: 'a task swallowed its cancellation',
  stage: 'tasks',
  evidence: 'the cancellation was delivered and lost; no construct that can have done it is in sight',
  find(situation) {
    return swallowed(situation)
      .filter((one) => one.cancellation === 'swallowed' && findSwallower(situation, one.task) === null)
      .map((one) => {
        const place = innermostOwn(one.task.stack);
        return taskFinding(situation, one, {
          cause: 'cancel-swallowed',
          certainty: 'likely',
          sentence: `${taskLabel(one.task)} was cancelled, lost the cancellation on the way, and is back at ${place === null ? 'work' : placeLabel(place)}; which line caught it is not to be seen in its present chain.`,
          fix: 'Look for `except:`, `except BaseException`, `except CancelledError` without `raise`, or contextlib.suppress in the functions that this task calls, and let CancelledError pass.',
          construct: null,
          evidence: [
            ...requestEvidence(one),
            'no frame of its chain is handling a CancelledError',
            ...progressEvidence(situation, one),
          ],
        });
      });
  },
};
