import type { ThreadWait } from '../../python/model/wait.ts';
import { blockingCallRule } from '../libraries/blocking-calls.ts';
import { isCallOfReader } from '../signal/main-line-flag.ts';
import type { Situation } from '../situation.ts';
import type { BlockedLoop } from '../waits/blocked-loops.ts';
import { blockedLoops } from '../waits/blocked-loops.ts';
import { isShutdownChildWait } from '../waits/child-waits.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { loopWaitedFor } from '../waits/threads.ts';
import { placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { isShutdownJoin } from './joins.ts';
import { loopFinding, stepLabel } from './loop-finding.ts';
import { selfWaiter } from './loop-self-wait.ts';

/** One synchronous call in a coroutine holds every task of the loop, and SIGTERM's callback too (asyncio docs, "Developing with asyncio"). */
export const loopBlocked: Cause = {
  code: 'loop-blocked',
  title: "a synchronous call sits on the event loop's thread",
  stage: 'loop',
  evidence: "the loop's thread sleeps outside its selector, below exactly one executing task or callback",
  find(situation) {
    return blockedLoops(situation)
      .filter(
        (one) => !one.busy && one.thread.waitsFor.kind !== 'lock' && selfWaiter(situation, one) === null,
      )
      .filter((one) => !(isShutdownJoin(situation, one) || isShutdownChildWait(situation, one)))
      .filter((one) => !isCallOfReader(situation, one))
      .filter((one) => one.lasting || situation.evidence.captures.length === 1)
      .map((one) => finding(situation, one));
  },
};

/** Whoever would end these may be the loop itself, unseen. */
const MAY_LEAD_ON: ReadonlySet<ThreadWait['kind']> = new Set<ThreadWait['kind']>([
  'barrier',
  'concurrent-future',
  'condition',
  'event',
  'unknown',
]);

const OF_DEAD_LOOP =
  'Ask the other loop for its last results before it is stopped, and for none after that: nobody can deliver them. Bound the wait as well (`result(timeout=5)`).';

function finding(situation: Situation, blocked: BlockedLoop) {
  const call = situation.sourceLine(blocked.place?.file ?? '', blocked.place?.line ?? 0);
  const innermost = blocked.thread.stack[blocked.thread.stack.length - 1];
  const rule = blockingCallRule(blocked.thread.stack, call);
  const deadLoop = loopWaitedFor(situation, blocked.thread)?.threadId === null;
  const what = call === null ? (innermost?.function ?? 'a synchronous call') : `\`${call}\``;
  return loopFinding(situation, blocked, {
    cause: 'loop-blocked',
    certain: !MAY_LEAD_ON.has(blocked.thread.waitsFor.kind),
    sentence: `${stepLabel(blocked)} blocks the event loop: ${what} is a synchronous call (it ${deadLoop ? 'waits for a result of another event loop, which no thread runs any more' : threadWaitLabel(situation, blocked.thread)}), and until it returns no task can be cancelled.`,
    fix:
      (deadLoop ? OF_DEAD_LOOP : rule?.fix) ??
      `Move the call off the loop: \`await asyncio.to_thread(...)\` (or loop.run_in_executor) around ${blocked.place === null ? 'it' : placeLabel(blocked.place)}, with a time limit, or use an asynchronous client.`,
  });
}
