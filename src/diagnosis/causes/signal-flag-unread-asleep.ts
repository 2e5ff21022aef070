import type { LoopState, SignalHandler, TaskState } from '../../python/model/capture.ts';
import { innermostOwn, taskCulprit, threadCulprit } from '../culprit.ts';
import { handlersOf } from '../signal/handlers.ts';
import type { Situation } from '../situation.ts';
import type { Culprit, Finding } from '../vocabulary.ts';
import { sleepsOverWork, taskLeftReady } from '../waits/asleep.ts';
import { placeLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { signalFlagUnread } from './signal-flag-unread.ts';
import { handlerConstruct } from './signal-handler-replaced.ts';

/**
 * A handler of signal.signal runs between two bytecodes, outside of the loop's turns: what it makes ready (`Event.set`,
 * `Task.cancel`, `loop.stop`) goes into the loop's queue, and nothing wakes the selector (asyncio/base_events.py, `call_soon`).
 */
export const signalFlagUnreadAsleep: Cause = {
  ...signalFlagUnread,
  evidence:
    'the handler was installed with signal.signal; at every look since, the loop sleeps in its selector with work in its queue, or told to stop',
  find(situation) {
    const { acting } = handlersOf(situation);
    if (situation.evidence.signal === null || acting?.registeredBy !== 'python') return [];
    const loop = situation.last.loops.find((one) => one.threadId === situation.mainThread?.id);
    return loop === undefined || !sleepsOverWork(situation, loop) ? [] : finding(situation, acting, loop);
  },
};

function finding(situation: Situation, handler: SignalHandler, loop: LoopState): Finding[] {
  const task = taskLeftReady(situation, loop);
  const culprit = culpritOf(situation, handler, task);
  if (culprit === null) return [];
  const at = handler.place === null ? '' : ` (${placeLabel(handler.place)})`;
  const left = task === undefined ? 'the loop was told to stop' : `${taskLabel(task)} is ready`;
  return [
    {
      cause: 'signal-flag-unread',
      certainty: 'certain',
      sentence: `The handler ${handler.function ?? 'of the signal'}${at} was called between two steps of the event loop, which sleeps in its selector and does not notice: ${left}, and gets no turn.`,
      fix: 'Install the handler with `loop.add_signal_handler`, which wakes the loop; or let it call `loop.call_soon_threadsafe(...)`.',
      culprit,
      waitsFor: null,
      evidence: [
        'the handler was installed by signal.signal, and not by the loop',
        'at the looks since the signal the loop slept with work in its queue, and took no step',
      ],
      blocks: [],
    },
  ];
}

/** Who has no turn; for a loop that was told to stop, the line that runs it. */
function culpritOf(
  situation: Situation,
  handler: SignalHandler,
  task: TaskState | undefined,
): Culprit | null {
  const construct = handlerConstruct(situation, handler);
  if (task !== undefined) return taskCulprit(situation, task, construct);
  const main = situation.mainThread;
  return main === null ? null : threadCulprit(situation, main, construct, innermostOwn(main.stack));
}
