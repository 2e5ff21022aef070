import type { SignalHandler } from '../../python/model/capture.ts';
import { misfitOf } from '../signal/arity.ts';
import { hasRun, isDue, isSurelyUnset, sentSurely } from '../signal/flag-state.ts';
import { handlersOf, onlySets } from '../signal/handlers.ts';
import { mayBranch } from '../signal/may-branch.ts';
import { hasVisiblyReacted } from '../signal/reaction.ts';
import { riskyText } from '../signal/risky-text.ts';
import { unawaitedBy } from '../signal/unawaited.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { handlerCulprit, signalHandlerReplaced } from './signal-handler-replaced.ts';
import { has, masksAtSignal, stopSignal } from './signal-masks.ts';

/**
 * Python knows of the handlers that were given to it; the kernel has one, of C. Whoever calls sigaction afterwards
 * (`faulthandler.register(..., chain=False)`, a library of C) takes the signal without Python's table showing it.
 */
export const signalHandlerReplacedInC: Cause = {
  ...signalHandlerReplaced,
  evidence:
    "Python's own table has a handler that cannot fail, the signal was taken, and what that handler sets is as it was",
  find(situation) {
    const certainty = sentSurely(situation);
    if (certainty === null || hasVisiblyReacted(situation) || isDue(situation)) return [];
    const { number } = stopSignal(situation);
    const { pendingProcess } = situation.last.family.target.signals;
    if (!has(masksAtSignal(situation).caught, number) || has(pendingProcess, number)) return [];
    const { acting } = handlersOf(situation);
    if (acting?.place?.origin !== 'user' || acting.registeredBy !== 'python') return [];
    if (!onlySets(acting) || unawaitedBy(situation, acting) !== null) return [];
    if (riskyText(situation, acting) !== null) return [];
    if (misfitOf(acting) !== null) return [];
    if (hasRun(situation, acting) !== false || mayBranch(situation, acting)) return [];
    const isSeen = acting.flags.some(({ name }) => isSurelyUnset(situation, acting, name));
    return isSeen ? [{ ...finding(situation, acting), certainty }] : [];
  },
};

function finding(situation: Situation, handler: SignalHandler): Finding {
  const { name } = stopSignal(situation);
  const at = handler.place === null ? '' : ` (${placeLabel(handler.place)})`;
  return {
    cause: 'signal-handler-replaced',
    certainty: 'likely',
    sentence: `${name} was taken, and the handler that Python has for it, ${handler.function ?? 'in place'}${at}, was not called: what it sets is as it was. Most likely a handler of C took its place behind Python's back.`,
    fix: `Look for what installs one after signal.signal: faulthandler.register(signal.${name}) without chain=True, or a library of C; install the service's own handler after it.`,
    culprit: handlerCulprit(situation, handler),
    waitsFor: null,
    evidence: [
      `${name} is caught, and is not pending`,
      `what ${handler.function ?? 'the handler'} sets is as it was before the signal, and nothing that it calls can fail`,
    ],
    blocks: [],
  };
}
