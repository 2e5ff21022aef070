import type { ThreadState } from '../../python/model/capture.ts';
import { callConstruct, threadCulprit } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import type { BlockedLoop } from '../waits/blocked-loops.ts';
import { blockedLoops } from '../waits/blocked-loops.ts';
import { holdingBlock, holdingLabel } from '../waits/held-locks.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { nextThread, ringOf } from '../waits/threads.ts';
import { lowerFirst, placeLabel, threadLabel, upperFirst } from '../words.ts';
import type { Cause } from './cause.ts';
import { joinPlace } from './joins.ts';
import { stepLabel } from './loop-finding.ts';
import { threadLoopDeadlock } from './thread-loop-deadlock.ts';

/** A thread joins the loop's thread while it holds the lock that a step of that loop waits for. */
export const threadLoopDeadlockLock: Cause = {
  ...threadLoopDeadlock,
  stage: 'loop',
  evidence:
    "the loop's thread waits for a thread lock, and what the lock's holder waits for, by a join without a limit, leads back to the loop's thread",
  find(situation) {
    return blockedLoops(situation).flatMap((one) => {
      if (one.thread.waitsFor.kind !== 'lock') return [];
      const ring = ringOf(situation, one.thread);
      const joiner = ring?.findLast(({ waitsFor }) => waitsFor.kind === 'thread-join');
      const owner = nextThread(situation, one.thread);
      if (ring === null || joiner === undefined || owner === null || ring.some(hasLimit)) return [];
      return [finding(situation, one, { ring, joiner, owner })];
    });
  },
};

function hasLimit({ waitsFor }: ThreadState): boolean {
  return waitsFor.kind === 'thread-join' && waitsFor.timeoutSeconds !== null;
}

interface Ring {
  ring: readonly ThreadState[];
  /** Who joins the next thread of the ring. */
  joiner: ThreadState;
  /** Who holds the lock: the joiner itself, but where more than two threads wait for each other. */
  owner: ThreadState;
}

function finding(situation: Situation, blocked: BlockedLoop, { ring, joiner, owner }: Ring): Finding {
  const { thread } = blocked;
  const at = joinPlace(joiner);
  const who = owner === joiner ? 'and' : `and ${threadLabel(joiner)}`;
  return {
    cause: 'thread-loop-deadlock',
    certainty: blocked.lasting ? 'certain' : 'likely',
    sentence: `${upperFirst(threadLabel(owner))} holds a thread lock${holdingLabel(situation, thread, owner)} ${who} ${threadWaitLabel(situation, joiner)}${at === null ? '' : ` at ${placeLabel(at)}`}; on the thread of the event loop, ${lowerFirst(stepLabel(blocked))} waits for that lock: neither can ever go on.`,
    fix: 'Leave the `with` of the lock before the thread is joined: hold no lock over a join. Or join with a limit (`thread.join(timeout=5)`).',
    culprit: threadCulprit(
      situation,
      joiner,
      holdingBlock(situation, thread) ?? callConstruct(situation, at),
      at,
    ),
    waitsFor: { kind: 'thread', description: threadWaitLabel(situation, joiner) },
    evidence: ring.map((one) => `${threadLabel(one)} ${threadWaitLabel(situation, one)}`),
    blocks: ['the event loop'],
  };
}
