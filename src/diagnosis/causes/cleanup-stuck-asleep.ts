import type { TaskState } from '../../python/model/capture.ts';
import { taskCulprit } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { sleepsOverWork, taskLeftReady } from '../waits/asleep.ts';
import { taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { cleanupStuck } from './cleanup-stuck.ts';

/** Futures, queues and events of asyncio are not thread-safe: only `call_soon_threadsafe` wakes the selector. */
export const cleanupStuckAsleep: Cause = {
  ...cleanupStuck,
  evidence: 'a task is ready at every look, while its loop sleeps in the selector and takes no step',
  find(situation) {
    if (situation.evidence.signal === null) return [];
    return situation.last.loops
      .filter((loop) => sleepsOverWork(situation, loop))
      .flatMap((loop) => {
        const task = taskLeftReady(situation, loop);
        return task === undefined ? [] : [finding(situation, task)];
      });
  },
};

function finding(situation: Situation, task: TaskState): Finding {
  return {
    cause: 'cleanup-stuck',
    certainty: 'likely',
    sentence: `${taskLabel(task)} is ready to go on, and its event loop sleeps in the selector: what it awaited was completed from another thread, which did not wake the loop.`,
    fix: 'From another thread, complete futures and put into queues by `loop.call_soon_threadsafe(future.set_result, value)`, which wakes the loop; or hand over a coroutine with `asyncio.run_coroutine_threadsafe`.',
    culprit: taskCulprit(situation, task, null),
    waitsFor: null,
    evidence: ['at the looks since the signal the loop slept with work in its queue, and took no step'],
    blocks: [],
  };
}
