import { handlersOf, leavesTraces, stopsProgram } from '../handlers.ts';
import { hasVisiblyReacted } from '../reaction.ts';
import { isUnread } from '../schedulers.ts';
import type { Situation } from '../situation.ts';
import { placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { handlerCulprit } from './signal-handler-replaced.ts';
import { has, masksAtSignal, stopSignal } from './signal-masks.ts';

/** An exception in a callback of the loop is logged and forgotten (asyncio/events.py, `Handle._run`). */
export const signalHandlerFailed: Cause = {
  code: 'signal-handler-failed',
  title: 'the handler failed before it cancelled anything',
  stage: 'handler',
  evidence: 'the handler would cancel or stop something, yet nothing was cancelled and nothing moved',
  find(situation) {
    if (situation.evidence.signal === null || hasVisiblyReacted(situation)) return [];
    const signal = stopSignal(situation);
    if (!has(masksAtSignal(situation).caught, signal.number)) return [];
    const { acting } = handlersOf(situation);
    // What asyncio itself provides (Task.cancel, Event.set, loop.stop) does not fail.
    if (acting?.place == null || acting.place.origin === 'python' || !stopsProgram(acting)) return [];
    // Joined after the signal, nothing can be compared: only what would be there, and is not, tells.
    if (situation.before === null && !leavesTraces(acting)) return [];
    // Without a loop that catches it, an exception would have ended what it interrupted.
    if (acting.registeredBy === 'python' && !runsLoop(situation)) return [];
    // Among tasks that are not read it may have had its effect.
    if (isUnread(situation)) return [];
    const at = acting.place === null ? '' : ` (${placeLabel(acting.place)})`;
    return [
      {
        cause: 'signal-handler-failed',
        certainty: 'likely',
        sentence: `The handler ${acting.function ?? `of ${signal.name}`}${at} is meant to stop the program, but nothing was cancelled after the signal: it most likely raised an exception on the way.`,
        fix: 'Look for its traceback in the log ("Exception in callback"), and let the handler do the cancelling first, before anything that can fail.',
        culprit: handlerCulprit(situation, acting),
        waitsFor: null,
        evidence: [
          `the handler calls ${acting.calls.slice(0, 6).join(', ') || 'nothing known'}`,
          'nothing was cancelled, and the program stands where it stood before the signal',
        ],
        blocks: [],
      },
    ];
  },
};

function runsLoop({ last, mainThread }: Situation): boolean {
  return last.loops.some((loop) => loop.threadId === mainThread?.id && loop.state !== 'closed');
}
