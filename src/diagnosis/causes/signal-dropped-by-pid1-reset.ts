import type { SignalHandler } from '../../python/model/capture.ts';
import { lastPart } from '../dotted-name.ts';
import { handlersOf } from '../signal/handlers.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import type { Cause } from './cause.ts';
import { signalDroppedByPid1 } from './signal-dropped-by-pid1.ts';
import { handlerLabel } from './signal-handler-failed.ts';
import { handlerCulprit } from './signal-handler-replaced.ts';
import { has, masksAtSignal, stopSignal } from './signal-masks.ts';

const SENDING = /^(kill|killpg|raise_signal|pthread_kill)$/;

/**
 * The handler cleans up, puts the signal back to its default and sends it to its own process, to die of it as shells expect.
 * PID 1 of a namespace does not die of a signal without a handler (pid_namespaces(7)).
 */
export const signalDroppedByPid1Reset: Cause = {
  ...signalDroppedByPid1,
  evidence:
    'the last number of NSpid is 1; the signal was caught, and is no more; its handler puts it back to the default and sends it again',
  find(situation) {
    const { target } = situation.last.family;
    if (situation.evidence.signal === null || situation.before === null || !target.isInit) return [];
    // Python's own way out puts handlers back, too.
    if (situation.phase !== 'draining' && situation.phase !== 'unknown') return [];
    const { number } = stopSignal(situation);
    const now = target.signals;
    const isTaken = has(now.caught, number) || has(now.ignored, number) || has(now.blocked, number);
    if (!has(masksAtSignal(situation).caught, number) || isTaken) return [];
    const { acting } = handlersOf(situation);
    return acting !== null && resets(acting) && sends(acting) ? [finding(situation, acting)] : [];
  },
};

function resets({ mentions, calls }: SignalHandler): boolean {
  return (
    [...mentions, ...calls].some((one) => lastPart(one) === 'SIG_DFL') ||
    calls.some((one) => lastPart(one) === 'remove_signal_handler')
  );
}

function sends({ calls }: SignalHandler): boolean {
  return calls.some((one) => SENDING.test(lastPart(one)));
}

function finding(situation: Situation, handler: SignalHandler): Finding {
  const { name } = stopSignal(situation);
  return {
    cause: 'signal-dropped-by-pid1',
    certainty: 'certain',
    sentence: `${handlerLabel(situation, handler)} puts ${name} back to its default and sends it once more, to end by it; the process is PID 1 of its namespace, and there the kernel drops a signal that has no handler.`,
    fix: `End in the handler itself, after its cleanup: \`sys.exit(128 + number)\`, or os._exit where exit handlers must not run. Or start the program below an init: \`tini -- python app.py\`, Docker's --init, or Kubernetes' shareProcessNamespace.`,
    culprit: handlerCulprit(situation, handler),
    waitsFor: null,
    evidence: [
      'NSpid ends in 1',
      `${name} was in SigCgt, and is now in none of SigCgt, SigIgn and SigBlk: its handler was taken away since`,
    ],
    blocks: [],
  };
}
