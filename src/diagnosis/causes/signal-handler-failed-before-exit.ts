import type { SignalHandler } from '../../python/model/capture.ts';
import { catching } from '../signal/catching.ts';
import { isDue, sentSurely } from '../signal/flag-state.ts';
import { flagsOf, handlersOf, raises, tells } from '../signal/handlers.ts';
import { mayBranch } from '../signal/may-branch.ts';
import { raisedBy } from '../signal/raised.ts';
import { hasVisiblyReacted } from '../signal/reaction.ts';
import { riskyText } from '../signal/risky-text.ts';
import type { Situation } from '../situation.ts';
import { unreadSchedulers } from '../threads/schedulers.ts';
import type { Finding } from '../vocabulary.ts';
import { listLabel, placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import {
  ANY_ERROR,
  EXITING,
  handlerFinding,
  handlerLabel,
  signalHandlerFailed,
} from './signal-handler-failed.ts';
import { has, masksAtSignal, stopSignal } from './signal-masks.ts';

const MOST_CALLS = 3;
/** These do not fail, as long as the module is there. */
const SURE = /^((sys|builtins|os)\.)?(exit|quit|_exit)$|^(SystemExit|KeyboardInterrupt)$/;

/**
 * A handler of signal.signal that ends in `raise SystemExit`, which `except Exception` lets pass: the program would be gone,
 * had it come to that line.
 */
export const signalHandlerFailedBeforeExit: Cause = {
  ...signalHandlerFailed,
  evidence:
    'the handler ends the program by SystemExit on its only way, after what may fail; the program goes on, and a clause around the main thread keeps errors',
  find(situation) {
    const certainty = sentSurely(situation);
    if (certainty === null || hasVisiblyReacted(situation) || isDue(situation)) return [];
    // It is at work still; or what it raises may come up in a task that is not read.
    if (situation.mainThread?.signalFrameIndex != null || unreadSchedulers(situation).length > 0) return [];
    if (!has(masksAtSignal(situation).caught, stopSignal(situation).number)) return [];
    const { acting } = handlersOf(situation);
    if (acting?.place?.origin !== 'user' || acting.registeredBy !== 'python') return [];
    if (!endsProgram(situation, acting) || flagsOf(acting).length > 0) return [];
    // A clause that keeps SystemExit explains it as well.
    if (catching(situation, EXITING) !== null) return [];
    return finding(situation, acting).map((one) => ({ ...one, certainty }));
  },
};

/** On its only way. */
function endsProgram(situation: Situation, handler: SignalHandler): boolean {
  const raised = raisedBy(situation, handler);
  if (raised !== null && !raised.endsLoop) return false;
  return raises(handler) && !mayBranch(situation, handler);
}

function finding(situation: Situation, handler: SignalHandler): Finding[] {
  const mayFail = handler.calls.filter((one) => !(SURE.test(one) || tells(one)));
  const risky = riskyText(situation, handler);
  const kept = mayFail.length === 0 && risky === null ? null : catching(situation, ANY_ERROR);
  if (kept === null) return [];
  const { construct } = kept;
  const suspects = mayFail.length === 0 ? `\`${risky}\`` : listLabel(mayFail.slice(0, MOST_CALLS));
  return [
    handlerFinding(situation, handler, {
      sentence: `${handlerLabel(situation, handler)} ends in an exit, and the program goes on: most likely ${suspects} raised another exception on the way there, and \`${construct.text}\` at ${placeLabel(construct)} ${kept.how}.`,
      fix: 'Look for its traceback in the log; let the handler raise SystemExit in a `finally`, whatever fails before it.',
      construct,
    }),
  ];
}
