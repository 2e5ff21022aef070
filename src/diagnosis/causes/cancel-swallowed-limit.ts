import { blamedTasks } from '../blame.ts';
import { firedLimit } from '../cancellation/fired-limit.ts';
import { findSwallowerBelow } from '../cancellation/swallow-search.ts';
import { innermostOwn } from '../culprit.ts';
import { placeLabel, secondsLabel, taskLabel } from '../words.ts';
import { swallowFix } from './cancel-swallowed-fix.ts';
import type { Cause } from './cause.ts';
import { progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

/** The cleanup is bounded, as it should be: what is lost is the cancellation by which the limit would end it. */
export const cancelSwallowedLimit: Cause = {
  code: 'cancel-swallowed',
  title: 'a task swallowed its cancellation',
  stage: 'tasks',
  evidence:
    'a cleanup stands within a limit that has run out since the signal; its task was cancelled once more then, and a construct inside can swallow',
  find(situation) {
    return blamedTasks(situation).flatMap((one) => {
      const { task } = one;
      const limit = one.cancellation === 'unwinding' ? firedLimit(situation, task) : null;
      const swallower = limit === null ? null : findSwallowerBelow(situation, task, limit.frameIndex);
      if (limit === null || swallower === null) return [];
      const { construct } = swallower;
      const now = innermostOwn(task.stack);
      return [
        taskFinding(situation, one, {
          cause: 'cancel-swallowed',
          certainty: 'likely',
          sentence: `${taskLabel(task)} is in its cleanup, whose limit at ${placeLabel(limit.place)} has run out, and swallowed the cancellation by which the limit ends it: \`${construct.text}\` at ${placeLabel(construct)} ${swallower.how}; it is back at ${now === null ? 'work' : placeLabel(now)}${task.wait === null ? '' : `, waiting for ${task.wait.description}`}.`,
          fix: swallowFix(situation, task, swallower),
          construct,
          evidence: [
            ...requestEvidence(one),
            `the limit at ${placeLabel(limit.place)} was over ${secondsLabel(limit.secondsAgo)} ago, and it still stands inside`,
            ...progressEvidence(situation, one),
          ],
        }),
      ];
    });
  },
};
