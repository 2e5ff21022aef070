import { handlersOf, leavesTraces, stopsProgram } from '../handlers.ts';
import { hasVisiblyReacted } from '../reaction.ts';
import { isUnread } from '../schedulers.ts';
import type { Situation } from '../situation.ts';
import type { Construct } from '../vocabulary.ts';
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
    // Among tasks that are not read it may have had its effect.
    if (isUnread(situation)) return [];
    const caught = acting.calls.some((call) => EXIT.test(call)) ? exitCaught(situation) : null;
    // Without a loop, or a clause, that catches it, an exception would have ended what it interrupted.
    if (acting.registeredBy === 'python' && caught === null && !runsLoop(situation)) return [];
    const at = ` (${placeLabel(acting.place)})`;
    const who = acting.function ?? `of ${signal.name}`;
    const handler = handlerCulprit(situation, acting);
    return [
      {
        cause: 'signal-handler-failed',
        certainty: 'likely',
        sentence:
          caught === null
            ? `The handler ${who}${at} is meant to stop the program, but nothing was cancelled after the signal: it most likely raised an exception on the way.`
            : `The handler ${who}${at} raises SystemExit in whatever it interrupts, and \`${caught.text}\` at ${placeLabel(caught)} catches it: the program goes on.`,
        fix:
          caught === null
            ? 'Look for its traceback in the log ("Exception in callback"), and let the handler do the cancelling first, before anything that can fail.'
            : 'Catch `Exception` there, which leaves SystemExit alone; or let the handler set a flag or an event that the main line looks at.',
        culprit: caught === null ? handler : { ...handler, construct: caught },
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

const EXIT = /^((sys|builtins)\.)?(exit|quit)$/;
const CATCHING_EXIT = /(^|\.)(BaseException|SystemExit)$/;

/** `sys.exit()` raises in the main thread, between two bytecodes of its code: what stands around that may catch it. */
function exitCaught(situation: Situation): Construct | null {
  for (const place of (situation.mainThread?.stack ?? []).toReversed()) {
    if (place.origin === 'python') continue;
    for (const layer of situation.surroundings(place)?.layers ?? []) {
      if (layer.kind !== 'try-body') continue;
      const clause = layer.facts.handlers.find(
        ({ types, exit }) =>
          !exit.alwaysReraises && (types.length === 0 || types.some((one) => CATCHING_EXIT.test(one))),
      );
      if (clause !== undefined)
        return { kind: 'except', text: clause.text, file: place.file, line: clause.line };
    }
  }
  return null;
}

function runsLoop({ last, mainThread }: Situation): boolean {
  return last.loops.some((loop) => loop.threadId === mainThread?.id && loop.state !== 'closed');
}
