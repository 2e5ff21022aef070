import type { ThreadState } from '../../python/model/capture.ts';
import { callConstruct, innermostOwn, threadCulprit } from '../culprit.ts';
import { isAtexit } from '../shutdown/phase.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { loopWaitedFor, threadPath } from '../waits/threads.ts';
import { frameLabel, threadLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { joinPlace } from './joins.ts';

/** How many looks must show a loop that nobody runs. */
const LOOKS = 3;

/**
 * The main thread has left its loop (or never runs it again) and joins a thread that waits for a step of that loop; or it
 * waits itself for a loop that has ended.
 */
export const threadLoopDeadlock: Cause = {
  code: 'thread-loop-deadlock',
  title: 'a thread waits for the loop which waits for the thread',
  stage: 'leaving',
  evidence:
    'the thread that the main thread joins, or the main thread itself, waits for a result that only a loop which no longer runs could give',
  find(situation) {
    const main = situation.mainThread;
    if (main === null) return [];
    const abandoned = waitsForAbandonedLoop(situation, main);
    if (abandoned !== null) return [abandoned];
    const waiters = joinedByMain(situation).map((root) =>
      threadPath(situation, root).find((one) => one !== main && !runsElsewhere(situation, one)),
    );
    return [...new Set(waiters)].flatMap((one) => (one === undefined ? [] : [finding(situation, main, one)]));
  },
};

function finding(situation: Situation, main: ThreadState, waiter: ThreadState): Finding {
  const place = innermostOwn(waiter.stack);
  const joins = threadWaitLabel(situation, main);
  const runner = runnerOf(situation, waiter);
  const words = runner === 'main' ? wordsOfMain(joins) : wordsOfOther(joins, runner);
  return {
    cause: 'thread-loop-deadlock',
    certainty: 'certain',
    sentence: `${threadLabel(waiter)} waits${place === null ? '' : ` in ${frameLabel(place)}`} for a result that only ${words.loop}.`,
    fix: words.fix,
    culprit: threadCulprit(situation, waiter, callConstruct(situation, joinPlace(main)), place),
    waitsFor: { kind: 'thread', description: threadWaitLabel(situation, waiter) },
    evidence: [
      `the main thread ${joins}`,
      `${threadLabel(waiter)} ${threadWaitLabel(situation, waiter)}`,
      ...words.evidence,
    ],
    blocks: ['the main thread'],
  };
}

interface Words {
  loop: string;
  fix: string;
  evidence: string[];
}

function wordsOfMain(joins: string): Words {
  return {
    loop: `the event loop can deliver, while the main thread, which ran that loop, ${joins}`,
    fix: 'Stop or unblock the thread before the loop ends (cancel the futures it waits for, give result() a timeout), and join it while the loop still runs: `await asyncio.to_thread(thread.join)`.',
    evidence: [],
  };
}

function wordsOfOther(joins: string, runner: string | null): Words {
  return {
    loop: `an event loop can deliver which no thread runs any more, while the main thread ${joins}`,
    fix: 'Stop that loop last: unblock the thread first (cancel the futures that it waits for, give result() a timeout), join it, and only then call `loop.call_soon_threadsafe(loop.stop)`.',
    evidence: runner === null ? [] : [`that loop ran on ${runner}, and does no more`],
  };
}

/** Who was seen to run, at some look, the loop that a thread waits for: the main thread, or the label of another; null for nobody. */
function runnerOf(situation: Situation, waiter: ThreadState): string | null {
  const loop = loopWaitedFor(situation, waiter);
  for (const { capture } of situation.evidence.captures.toReversed()) {
    const id = capture.loops.find((one) => one.id === loop?.id)?.threadId ?? null;
    const runner = id === null ? undefined : capture.threads.find((one) => one.id === id);
    if (runner !== undefined) return runner.isMain ? 'main' : threadLabel(runner);
  }
  return null;
}

/** The main thread itself: it has ended the loop's thread, or the loop, and then handed it one more piece of work. */
function waitsForAbandonedLoop(situation: Situation, main: ThreadState): Finding | null {
  const loop = loopWaitedFor(situation, main);
  if (loop === null || !isAbandoned(situation, loop.id) || hasLimit(main)) return null;
  // No circle: the exit's own callback comes too late.
  if (situation.phase === 'running-atexit' && isAtexit(main)) return null;
  const place = innermostOwn(main.stack);
  const where = place === null ? '' : ` in ${frameLabel(place)}`;
  return {
    cause: 'thread-loop-deadlock',
    certainty: 'certain',
    sentence: `The main thread waits${where} for a result of an event loop that no thread runs any more.`,
    fix: 'Hand the loop its last work before it is stopped: wait for that result first, then `loop.call_soon_threadsafe(loop.stop)`, and join its thread. Give `result()` a timeout.',
    culprit: threadCulprit(situation, main, callConstruct(situation, place), place),
    waitsFor: { kind: 'thread', description: threadWaitLabel(situation, main) },
    evidence: [`the main thread ${threadWaitLabel(situation, main)}`, `that loop is ${loop.state}`],
    blocks: ['the main thread'],
  };
}

/** A loop that is run for a step at a time is at rest between two of them: the newest looks must agree. */
function isAbandoned({ since }: Situation, loopId: string): boolean {
  return since.slice(-LOOKS).every(({ capture }) => {
    const state = capture.loops.find(({ id }) => id === loopId)?.state;
    return state === 'stopped' || state === 'closed';
  });
}

function hasLimit({ waitsFor }: ThreadState): boolean {
  return waitsFor.kind === 'concurrent-future' && waitsFor.timeoutSeconds !== null;
}

function joinedByMain(situation: Situation) {
  const { mainThread: main, phase, last } = situation;
  if (main === null) return [];
  if (phase === 'joining-threads') return last.threads.filter((one) => !one.isMain && one.daemon === false);
  if (phase === 'joining-executor') return last.threads.filter((one) => one.pool !== null && !one.pool.idle);
  return threadPath(situation, main).slice(1, 2);
}

/** Not in such a wait, or its loop is alive on another thread and may yet answer. */
function runsElsewhere(situation: Situation, thread: Parameters<typeof loopWaitedFor>[1]): boolean {
  const loop = loopWaitedFor(situation, thread);
  if (loop === null) return true;
  const runner = loop.threadId === null ? undefined : situation.threads.get(loop.threadId);
  return (
    loop.state !== 'closed' && runner !== undefined && (runner.waitsFor.kind === 'selector' || !runner.isMain)
  );
}
