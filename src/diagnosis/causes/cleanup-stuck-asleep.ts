import type { TaskState } from '../../python/model/capture.ts';
import { blamedTasks } from '../blame.ts';
import { taskCulprit } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { sleepsOverWork, sleepsOverWorkSince, taskLeftReady } from '../waits/asleep.ts';
import { secondsLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { cleanupStuck } from './cleanup-stuck.ts';

/** Futures, queues and events of asyncio are not thread-safe: only `call_soon_threadsafe` wakes the selector. */
export const cleanupStuckAsleep: Cause = {
  ...cleanupStuck,
  evidence: 'a task is ready at look after look, while its loop sleeps in the selector and takes no step',
  find(situation) {
    if (situation.evidence.signal === null) return [];
    return situation.last.loops.flatMap((loop) => {
      const isAlways = sleepsOverWork(situation, loop);
      const span = isAlways ? null : sleepsOverWorkSince(situation, loop);
      const task = isAlways || span !== null ? taskLeftReady(situation, loop) : undefined;
      // Later than the signal it may be any task's: only one that the shutdown waits for is the answer.
      const isAnswer = isAlways || blamedTasks(situation).some((one) => one.task === task);
      return task === undefined || !isAnswer ? [] : [finding(situation, task, span)];
    });
  },
};

/** `span`: of the last looks that met it so; null for all since the signal. */
function finding(situation: Situation, task: TaskState, span: number | null): Finding {
  const when =
    span === null ? 'at the looks since the signal' : `at the last looks, over ${secondsLabel(span)},`;
  return {
    cause: 'cleanup-stuck',
    certainty: 'likely',
    sentence: `${taskLabel(task)} is ready to go on, and its event loop sleeps in the selector: what it awaited was completed from another thread, which did not wake the loop.`,
    fix: 'From another thread, set events, complete futures and put into queues by `loop.call_soon_threadsafe(future.set_result, value)`, which wakes the loop; or hand over a coroutine with `asyncio.run_coroutine_threadsafe`.',
    culprit: taskCulprit(situation, task, null),
    waitsFor: null,
    evidence: [`${when} the loop slept with work in its queue, and took no step`],
    blocks: [],
  };
}
