import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { callConstruct, innermostOwn, threadCulprit } from '../culprit.ts';
import { mainInShutdown } from '../shutdown/left-work.ts';
import { isShutdownPlace } from '../shutdown/shutdown-place.ts';
import type { Situation } from '../situation.ts';
import { threadStand } from '../threads/thread-stand.ts';
import type { Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { nextThread, ringOf, threadPath } from '../waits/threads.ts';
import { frameLabel, listLabel, placeLabel, threadLabel, upperFirst } from '../words.ts';
import type { Cause } from './cause.ts';
import { cleanupDeadlock } from './cleanup-deadlock.ts';
import { cleanupStuckThread } from './cleanup-stuck-thread.ts';
import { drainLongerThanGraceThread } from './drain-longer-than-grace-thread.ts';

/** Threads that wait for each other's locks: none of them is a task, and no order of their ends helps. */
export const cleanupDeadlockThread: Cause = {
  ...cleanupDeadlock,
  title: 'threads wait for each other',
  stage: 'leaving',
  evidence: 'the main thread waits for a lock, and what its holder waits for leads back to the main thread',
  find(situation) {
    const main = waitingMain(situation);
    const ring = main === null ? null : ringOf(situation, main);
    if (ring === null || ring.length < 2) return [];
    return ring.map((thread) => ringFinding(situation, ring, thread));
  },
};

/** The lock's holder answers, and not who waits for it. */
export const cleanupStuckLock: Cause = {
  ...cleanupStuckThread,
  evidence: "the main thread waits, in the service's shutdown, for a lock that another thread holds",
  find(situation) {
    const main = waitingMain(situation);
    const holder = main === null ? undefined : threadPath(situation, main).at(-1);
    if (main === null || holder === undefined || holder === main) return [];
    // Taken with a limit: that is the answer, and says who holds it.
    if (drainLongerThanGraceThread.find(situation).length > 0) return [];
    return [heldFinding(situation, main, holder)];
  },
};

/** It holds the lock itself, or nobody who is alive is seen to: then no thread can give it back. */
export const cleanupStuckLostLock: Cause = {
  ...cleanupStuckThread,
  evidence:
    "the main thread waits, in the service's shutdown, for a lock that it holds itself, or that no thread is seen to hold",
  find(situation) {
    const main = mainInShutdown(situation);
    if (main?.waitsFor.kind !== 'lock' || waitingMain(situation) === null) return [];
    const { type } = main.waitsFor;
    const isOwn = nextThread(situation, main) === main;
    return isOwn || (type === 'Lock' && nextThread(situation, main) === null)
      ? [lostFinding(situation, main, isOwn)]
      : [];
  },
};

/** In the signal handler; or outside of any loop, and at another place than before the signal: the lock is the shutdown's to take. */
function waitingMain(situation: Situation): ThreadState | null {
  const { mainThread: main, evidence, before, last } = situation;
  if (evidence.signal === null || main?.waitsFor.kind !== 'lock') return null;
  if (main.signalFrameIndex !== null) return main;
  if (last.loops.some((loop) => loop.threadId === main.id && loop.state !== 'closed')) return null;
  const now = innermostOwn(main.stack);
  const earlier = before?.threads.find((one) => one.isMain);
  const isShutdown =
    earlier === undefined
      ? main.stack.some((place) => isShutdownPlace(situation, place)) || mainInShutdown(situation) === main
      : !earlier.stack.some((place) => isSamePlace(place, now));
  return isShutdown ? main : null;
}

function isSamePlace(one: CodePlace, other: CodePlace | null): boolean {
  return one.codeId === other?.codeId && one.line === other.line;
}

export function ringFinding(
  situation: Situation,
  ring: readonly ThreadState[],
  thread: ThreadState,
): Finding {
  const place = innermostOwn(thread.stack);
  const parts = ring.map((one) => {
    const at = innermostOwn(one.stack);
    return `'${one.name}'${at === null ? '' : ` (${frameLabel(at)})`}`;
  });
  return {
    cause: 'cleanup-deadlock',
    certainty: 'likely',
    sentence: `Threads ${listLabel(parts)} wait for each other in a circle: none of them can end.`,
    fix: 'Take the locks in one order everywhere, or take the second with a limit (`lock.acquire(timeout=5)`) and give the first back when it does not come.',
    culprit: threadCulprit(situation, thread, callConstruct(situation, place), place),
    waitsFor: { kind: 'lock', description: threadWaitLabel(situation, thread) },
    evidence: ring.map((one) => `${threadLabel(one)} ${threadWaitLabel(situation, one)}`),
    blocks: ['the exit of Python'],
  };
}

function lostFinding(situation: Situation, main: ThreadState, isOwn: boolean): Finding {
  const at = innermostOwn(main.stack);
  const who = isOwn
    ? 'which it holds already, further out on its own stack'
    : 'and no thread that is alive was seen to hold it: one that has ended, or a call that has returned, may have left it locked';
  return {
    cause: 'cleanup-stuck',
    certainty: 'likely',
    sentence: `The main thread waits for a threading.Lock${at === null ? '' : ` in ${frameLabel(at)}`}, ${who}.`,
    fix: isOwn
      ? 'Use a threading.RLock, or take the lock in one place only: a threading.Lock cannot be taken twice, not even by its holder.'
      : 'Take locks by `with lock:` everywhere, which gives them back whatever happens, and take the lock in the shutdown with a limit (`lock.acquire(timeout=5)`).',
    culprit: threadCulprit(situation, main, callConstruct(situation, at), at),
    waitsFor: { kind: 'lock', description: threadWaitLabel(situation, main) },
    evidence: [
      `the main thread ${threadWaitLabel(situation, main)}`,
      'it stands elsewhere than before the signal, behind the loop or the wait of its work',
    ],
    blocks: ['the exit of Python'],
  };
}

function heldFinding(situation: Situation, main: ThreadState, holder: ThreadState): Finding {
  const place = threadStand(situation, holder);
  const at = innermostOwn(main.stack);
  const handler = main.signalFrameIndex === null ? undefined : main.stack[main.signalFrameIndex];
  const who = handler === undefined ? 'the main thread' : `the signal handler ${handler.function}`;
  return {
    cause: 'cleanup-stuck',
    certainty: 'likely',
    sentence: `${upperFirst(who)}${at === null ? '' : `, at ${placeLabel(at)},`} ${threadWaitLabel(situation, main)}; ${threadLabel(holder)} ${threadWaitLabel(situation, holder)}${place === null ? '' : ` in ${frameLabel(place)}`}.`,
    fix: fixFor(main, handler !== undefined),
    culprit: threadCulprit(situation, holder, callConstruct(situation, at), place),
    waitsFor: { kind: 'thread', description: threadWaitLabel(situation, holder) },
    evidence: [
      `${who} ${threadWaitLabel(situation, main)}`,
      `${threadLabel(holder)} ${threadWaitLabel(situation, holder)}`,
    ],
    blocks: ['the main thread'],
  };
}

/** Python imports a module in one thread at a time, and whoever wants it too waits for that (Lib/importlib/_bootstrap.py). */
const IMPORT_EARLIER =
  'Import the module at the start of the program, before the first thread, and let nothing that may wait (a connection, a download) run at the top level of a module.';
const BOUNDED =
  'Hold no lock over a wait that may last: give it back before, bound the wait, or take the lock in the shutdown with a limit (`lock.acquire(timeout=5)`).';

function fixFor({ waitsFor }: ThreadState, inHandler: boolean): string {
  if (waitsFor.kind === 'lock' && waitsFor.type === 'import') return IMPORT_EARLIER;
  return inHandler
    ? `${BOUNDED} Take no lock in a signal handler at all: set a flag there, and clean up where the program looks at it.`
    : BOUNDED;
}
