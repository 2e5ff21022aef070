import { callConstruct, innermostOwn, threadCulprit } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { loopWaitedFor, threadPath } from '../waits/threads.ts';
import { frameLabel, threadLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { joinPlace } from './joins.ts';

/** The main thread has left its loop (or never runs it again) and joins a thread that waits for a step of that loop. */
export const threadLoopDeadlock: Cause = {
  code: 'thread-loop-deadlock',
  title: 'a thread waits for the loop which waits for the thread',
  stage: 'leaving',
  evidence:
    'the thread that the main thread joins waits for a result that only a loop which no longer runs could give',
  find(situation) {
    const main = situation.mainThread;
    if (main === null) return [];
    const roots = joinedByMain(situation);
    for (const root of roots) {
      const waiter = threadPath(situation, root).find(
        (one) => one !== main && !runsElsewhere(situation, one),
      );
      if (waiter === undefined) continue;
      const at = joinPlace(main);
      const place = innermostOwn(waiter.stack);
      return [
        {
          cause: 'thread-loop-deadlock',
          certainty: 'certain',
          sentence: `${threadLabel(waiter)} waits${place === null ? '' : ` in ${frameLabel(place)}`} for a result that only the event loop can deliver, while the main thread, which ran that loop, ${threadWaitLabel(situation, main)}.`,
          fix: 'Stop or unblock the thread before the loop ends (cancel the futures it waits for, give result() a timeout), and join it while the loop still runs: `await asyncio.to_thread(thread.join)`.',
          culprit: threadCulprit(situation, waiter, callConstruct(situation, at), place),
          waitsFor: { kind: 'thread', description: threadWaitLabel(situation, waiter) },
          evidence: [
            `the main thread ${threadWaitLabel(situation, main)}`,
            `${threadLabel(waiter)} ${threadWaitLabel(situation, waiter)}`,
          ],
          blocks: ['the main thread'],
        },
      ];
    }
    return [];
  },
};

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
