import type { CodePlace } from '../../python/model/frame.ts';
import type { ThreadFacts } from '../../target/facts.ts';
import { processCulprit } from '../culprit.ts';
import { isSigwait } from '../signal/sigwait.ts';
import type { Situation } from '../situation.ts';
import { frameLabel, placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { has, stopSignal } from './signal-masks.ts';

/** A process-wide signal is pending until some thread does not block it (signal(7)); one free thread is enough. */
export const signalBlocked: Cause = {
  code: 'signal-blocked',
  title: 'every thread blocks the signal',
  stage: 'signal',
  evidence: 'the signal is in SigBlk of every thread, and in ShdPnd once it was sent',
  find(situation) {
    const { target, ancestors } = situation.last.family;
    const signal = stopSignal(situation);
    const blocks = (one: ThreadFacts) => has(one.signals.blocked, signal.number);
    const threads = target.threads;
    const everywhere =
      threads.length > 0 ? threads.every(blocks) : has(target.signals.blocked, signal.number);
    if (!everywhere) return [];
    const pending = has(target.signals.pendingProcess, signal.number);
    if (situation.evidence.signal !== null && !pending) return [];
    const parent = ancestors[0];
    const inherited = parent !== undefined && has(parent.signals.blocked, signal.number);
    const evidence = [
      `${signal.name} is in SigBlk of ${threads.length === 1 ? 'its only thread' : `all ${threads.length} threads`}`,
    ];
    if (pending) evidence.push('it is pending (ShdPnd) and was never taken');
    const waiting = sigwaiting(situation);
    if (waiting !== null)
      evidence.push(
        `${frameLabel(waiting)} waits for signals, and ${signal.name} is not among those that it takes`,
      );
    if (inherited) evidence.push(`its parent (pid ${parent.pid}, ${parent.comm}) blocks it too`);
    return [
      {
        cause: 'signal-blocked',
        certainty: 'certain',
        sentence: `${signal.name} is blocked in every thread of the process${inherited ? ` (the mask came from its parent ${parent.comm}, pid ${parent.pid})` : ''}; it waits there and is never delivered.`,
        fix:
          waiting !== null
            ? `Put signal.${signal.name} into the set that is waited for at ${placeLabel(waiting)}, or unblock it: signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.${signal.name}}).`
            : `Unblock it at start: signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.${signal.name}}), or start the program from a parent that does not block it.`,
        culprit: processCulprit(target),
        waitsFor: null,
        evidence,
        blocks: [],
      },
    ];
  },
};

/** `signal.sigwait({…})`, at the last look: it would have taken the signal, were that in its set. */
function sigwaiting(situation: Situation): CodePlace | null {
  const places = situation.last.threads.flatMap(({ stack }) => stack);
  return places.find((place) => place.origin === 'user' && isSigwait(situation, place)) ?? null;
}
