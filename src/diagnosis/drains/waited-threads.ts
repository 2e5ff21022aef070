/** For whom a thread waits with a limit: what goes on beside the wait, and what comes after it. */

import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostOwn } from '../culprit.ts';
import { lastPart } from '../dotted-name.ts';
import type { Situation } from '../situation.ts';
import { counterpartOf, nextThread } from '../waits/threads.ts';

export interface WaitedThreads {
  threads: readonly ThreadState[];
  /** The wait itself leads to it; else it is merely the only code of the service's that stands still beside. */
  isKnown: boolean;
}

/**
 * Threads that stand, at each look since the signal, at one line of the service's own; empty where none does. Where the wait
 * does not lead to one, jobs: of a pool, or of the very library that waits, which has called the service's code there.
 */
export function waitedThreads(situation: Situation, waiting: ThreadState, place: CodePlace): WaitedThreads {
  const next = nextThread(situation, waiting) ?? counterpartOf(situation, waiting);
  if (next !== null && ownPlace(next) !== null) return { threads: [next], isKnown: true };
  const others = situation.last.threads.filter(
    (one) => one !== waiting && one.loopId === null && isJob(one, place) && standsStill(situation, one),
  );
  const [first] = others;
  const isOne = others.every((one) => ownPlace(one)?.codeId === ownPlace(first ?? one)?.codeId);
  return { threads: isOne ? others : [], isKnown: false };
}

function ownPlace({ stack }: ThreadState): CodePlace | null {
  const place = innermostOwn(stack);
  return place?.origin === 'user' ? place : null;
}

function isJob({ stack, pool }: ThreadState, { origin, package: name }: CodePlace): boolean {
  if (origin === 'user') return pool?.idle === false;
  const outermost = stack.find((one) => one.origin !== 'python');
  return outermost?.origin === 'library' && outermost.package === name;
}

function standsStill({ since }: Situation, thread: ThreadState): boolean {
  const place = ownPlace(thread);
  if (place === null || since.length < 2) return false;
  return since.every(({ capture }) =>
    capture.threads.some((one) => {
      const there = one.pthreadId === thread.pthreadId ? ownPlace(one) : null;
      return there?.codeId === place.codeId && there.line === place.line;
    }),
  );
}

/** What it waits for has no limit. */
export function isStuck({ waitsFor }: ThreadState): boolean {
  switch (waitsFor.kind) {
    case 'lock':
    case 'socket':
      return waitsFor.seconds === undefined && waitsFor.secondsLeft === undefined;
    case 'event':
    case 'condition':
    case 'barrier':
    case 'thread-join':
    case 'concurrent-future':
      return waitsFor.timeoutSeconds === null;
    case 'queue':
      return waitsFor.operation !== 'get' && (waitsFor.timeoutSeconds ?? null) === null;
    case 'child':
      return true;
    default:
      return false;
  }
}

const WAITS = /\.(join|wait|result|shutdown)$/;

/**
 * A call further on in the function, or in a round of the loop around it, that waits for the same object, and without a
 * limit: `worker.join(5)`, then `worker.join()`.
 */
export function waitsAgain(situation: Situation, place: CodePlace): CodePlace | null {
  const around = situation.surroundings(place);
  const bounded = around?.calls.find(({ callee }) => WAITS.test(callee));
  if (around?.function == null || bounded === undefined) return null;
  const again = around.function.calls.find(
    ({ line, callee, text }) =>
      line > place.line && callee === bounded.callee && text.endsWith(`${lastPart(callee)}()`),
  );
  return again === undefined ? null : { ...place, line: again.line };
}
