/** The loops of trio, curio, gevent, eventlet and Twisted: that one call holds their thread is plain from its stack. */
import { callConstruct, threadCulprit } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import type { HeldScheduler } from '../threads/schedulers.ts';
import { heldSchedulers } from '../threads/schedulers.ts';
import type { CauseCode, Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { frameLabel, placeLabel, threadLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { isJoin } from './joins.ts';
import { loopBlocked } from './loop-blocked.ts';
import { loopBusy } from './loop-busy.ts';
import { loopLockWait } from './loop-lock-wait.ts';

export const loopBlockedElsewhere: Cause = {
  ...loopBlocked,
  evidence:
    'the thread that runs the loop of trio, curio, gevent, eventlet or Twisted sleeps at one line, above the frames of that loop',
  find: (situation) => held(situation, 'loop-blocked'),
};

export const loopLockWaitElsewhere: Cause = {
  ...loopLockWait,
  evidence: 'the thread that runs such a loop waits for a thread lock, above the frames of that loop',
  find: (situation) => held(situation, 'loop-lock-wait'),
};

export const loopBusyElsewhere: Cause = {
  ...loopBusy,
  evidence: 'the thread that runs such a loop is met in the same function at every look, and runs',
  find: (situation) => held(situation, 'loop-busy'),
};

function held(situation: Situation, cause: CauseCode): Finding[] {
  return heldSchedulers(situation)
    .filter((one) => causeOf(one) === cause)
    .filter((one) => one.lasting || (situation.evidence.captures.length === 1 && !one.busy))
    .map((one) => finding(situation, one, cause));
}

/** Null where the thread that is joined is the one to name. */
function causeOf({ busy, thread }: HeldScheduler): CauseCode | null {
  if (busy) return 'loop-busy';
  if (thread.waitsFor.kind === 'lock') return 'loop-lock-wait';
  return isJoin(thread) ? null : 'loop-blocked';
}

function finding(situation: Situation, one: HeldScheduler, cause: CauseCode): Finding {
  const { rule, thread, place, busy, lasting } = one;
  const call = situation.sourceLine(place.file, place.line);
  const does = threadWaitLabel(situation, thread);
  const what = call === null ? '' : `\`${call}\` `;
  return {
    cause,
    // What computes may give way between two looks: its tasks are not read.
    certainty: lasting && !busy ? 'certain' : 'likely',
    sentence: `${frameLabel(place)} holds the loop of ${rule.title}: ${what}${busy ? 'computes' : `is a synchronous call (it ${does})`}, and until it returns none of its ${rule.units} can go on.`,
    fix: `Move the call off the loop (${rule.offLoop}), with a time limit, around ${placeLabel(place)}.`,
    culprit: threadCulprit(situation, thread, callConstruct(situation, place), place),
    waitsFor: { kind: 'thread', description: does },
    evidence: [
      `${threadLabel(thread)} runs the loop of ${rule.title}, and is not in it: it ${does} (state ${thread.state})`,
      ...(lasting ? [`it stood ${busy ? 'in the same function' : 'at the same line'} in every capture`] : []),
    ],
    blocks: ['the event loop'],
  };
}
