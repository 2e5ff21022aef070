import type { TaskState, ThreadState } from '../../python/model/capture.ts';
import { callConstruct, innermostOwn, taskCulprit } from '../culprit.ts';
import { sameStand } from '../shutdown/stands.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { sleepsOverWork, taskLeftReady } from '../waits/asleep.ts';
import { frameLabel, secondsLabel, taskLabel, threadLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { signalFlagUnread } from './signal-flag-unread.ts';
import { stopSignal } from './signal-masks.ts';

/** What `signal.sigwait`, `sigwaitinfo` and `sigtimedwait` are to the kernel (Modules/signalmodule.c, sigwaitinfo(2)). */
const TAKES_SIGNALS = 'rt_sigtimedwait';

/**
 * The signal went to a thread of the service's own, which told the loop as one tells a thread: `asyncio.Event.set` makes
 * ready who waits for it, and nothing wakes the selector.
 */
export const signalFlagUnreadByThread: Cause = {
  ...signalFlagUnread,
  evidence:
    'a task that waited before the signal is ready at every look since, at the same line, while its loop sleeps in the selector',
  find(situation) {
    if (situation.evidence.signal === null || situation.before === null) return [];
    return situation.last.loops
      .filter((loop) => sleepsOverWork(situation, loop))
      .flatMap((loop) => {
        const task = taskLeftReady(situation, loop);
        return task !== undefined && waitedForSignal(situation, task) ? [finding(situation, task)] : [];
      });
  },
};

/** What was ready before the signal has nothing to do with it. */
function waitedForSignal({ tasksBefore }: Situation, task: TaskState): boolean {
  const earlier = tasksBefore.get(task.id);
  return earlier?.activity === 'waiting' && earlier.waiterState === 'pending' && sameStand(earlier, task);
}

function finding(situation: Situation, task: TaskState): Finding {
  const signal = stopSignal(situation).name;
  const taker = situation.before?.threads.find(({ syscallName }) => syscallName === TAKES_SIGNALS);
  const place = taker === undefined ? null : innermostOwn(taker.stack);
  const who = taker === undefined ? 'another thread' : `${threadLabel(taker)}, which took ${signal},`;
  const last = situation.since.at(-1)?.seconds ?? 0;
  return {
    cause: 'signal-flag-unread',
    certainty: 'likely',
    sentence: `${taskLabel(task)} is ready to go on, and its event loop sleeps in the selector and does not notice: what it awaited was completed from ${who} without waking the loop.`,
    fix: 'From another thread, call `loop.call_soon_threadsafe(event.set)`, which wakes the loop; or install the handler with `loop.add_signal_handler`, and wait for no signal in a thread.',
    culprit: taskCulprit(situation, task, callConstruct(situation, place)),
    waitsFor: null,
    evidence: [
      ...(taker === undefined ? [] : [takenBy(situation, taker)]),
      `the task waited before ${signal}, and is ready since; ${secondsLabel(last)} after it the loop has taken no step`,
      `at ${situation.since.length - 1} looks the loop slept with work in its queue`,
    ],
    blocks: [],
  };
}

function takenBy(situation: Situation, taker: ThreadState): string {
  const place = innermostOwn(taker.stack);
  const where = place === null ? '' : ` in ${frameLabel(place)}`;
  const isThere = situation.last.threads.some(({ id }) => id === taker.id);
  return `${threadLabel(taker)} waited for signals${where} (${TAKES_SIGNALS}) before it came${isThere ? '' : ', and has ended since'}`;
}
