import type { ThreadState } from '../../python/model/capture.ts';
import type { Situation } from '../situation.ts';
import { ringOf, threadPath } from '../waits/threads.ts';
import type { Cause } from './cause.ts';
import { cleanupDeadlockThread, ringFinding } from './cleanup-lock.ts';
import { isJoin } from './joins.ts';

/** To tell them to end, or a limit of the join, helps nobody: they never come to look. */
export const cleanupDeadlockJoined: Cause = {
  ...cleanupDeadlockThread,
  evidence:
    "the main thread, or Python's exit, joins a thread that waits for a lock, and what its holder waits for leads back to it",
  find(situation) {
    if (situation.evidence.signal === null) return [];
    const rings = new Map<ThreadState, readonly ThreadState[]>();
    for (const thread of joined(situation)) {
      const ring = rings.has(thread) ? null : ringOf(situation, thread);
      if (ring === null || ring.length < 2 || ring.some(({ waitsFor }) => waitsFor.kind !== 'lock')) continue;
      for (const one of ring) rings.set(one, ring);
    }
    return [...rings].map(([thread, ring]) => ringFinding(situation, ring, thread));
  },
};

function joined(situation: Situation): ThreadState[] {
  const { mainThread: main, phase, last } = situation;
  if (phase === 'joining-threads') return last.threads.filter((one) => !one.isMain && one.daemon === false);
  return main !== null && isJoin(main) ? threadPath(situation, main).slice(1) : [];
}
