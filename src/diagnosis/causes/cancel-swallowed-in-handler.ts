import { blamedTasks } from '../blame.ts';
import type { HandlerLoop } from '../cancellation/handler-loop.ts';
import { innerLoopOfHandler } from '../cancellation/handler-loop.ts';
import { placeLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

/** The shape of `cancel-swallowed` in which the exception is never left behind: work goes on inside its handler. */
export const cancelSwallowedInHandler: Cause = {
  code: 'cancel-swallowed',
  title: 'a task swallowed its cancellation',
  stage: 'tasks',
  evidence:
    'the CancelledError is still being handled, in a handler that does not raise it again and that a loop surrounds, or that has an endless loop inside, or that calls its own function again',
  find(situation) {
    // A handler that came to its end was a cleanup, for all that stands around it.
    if (situation.evidence.endedLater === true) return [];
    return blamedTasks(situation).flatMap((one) => {
      const inner = one.cancellation === 'unwinding' ? innerLoopOfHandler(situation, one.task) : null;
      if (inner === null) return [];
      const { construct } = inner;
      return [
        taskFinding(situation, one, {
          cause: 'cancel-swallowed',
          certainty: inner.mayEnd ? 'likely' : 'certain',
          sentence: `${taskLabel(one.task)} caught its cancellation (\`${construct.text}\` at ${placeLabel(construct)}) and ${goesOn(inner)} instead of ending.`,
          fix: 'Keep the handler to a short cleanup and end it with `raise`; what must go on belongs into a task of its own that the shutdown stops.',
          construct,
          evidence: [
            ...requestEvidence(one),
            inner.calls
              ? 'the handler calls its own function again, which is at work below it'
              : 'the handler does not raise it again, and a loop goes on from there',
            ...progressEvidence(situation, one),
          ],
        }),
      ];
    });
  },
};

function goesOn({ calls, loopLine, loopIn }: HandlerLoop): string {
  if (loopIn !== null) return `goes on in the loop of ${loopIn.function} at ${placeLabel(loopIn)}`;
  return `${calls ? 'begins again with the call' : 'goes on in the loop'} on line ${loopLine}`;
}
