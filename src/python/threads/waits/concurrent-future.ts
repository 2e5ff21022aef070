/** Who will complete a concurrent future: a worker thread, a task of a loop, or a loop that has not even begun it. */

import { callableOf } from '../../asyncio/callable.ts';
import { argumentsTuple, callbackOf } from '../../asyncio/loops/handles.ts';
import { readLoopFields } from '../../asyncio/loops/loop-fields.ts';
import { coroutineBehind } from '../../asyncio/waits/jobs-wait.ts';
import { loopThatHasNotBegun } from '../../asyncio/waits/submitted.ts';
import { hexId } from '../../hex-id.ts';
import type { ThreadWait } from '../../model/wait.ts';
import type { WalkedThread } from '../walk-threads.ts';
import { promisingLoop } from './promising-loop.ts';
import type { ThreadContext } from './thread-rule.ts';

const MAX_HANDED = 200;
const MAX_ARGUMENTS = 4;
/** By which a future is completed (concurrent/futures/_base.py). */
const COMPLETING = ['set_result', 'set_exception'];

export function concurrentFutureWait(
  context: ThreadContext,
  future: number,
  { waiting, timeoutSeconds }: { waiting: WalkedThread; timeoutSeconds: number | null },
): ThreadWait {
  const task = coroutineBehind(context, future);
  const completing = task === 0 ? loopToComplete(context, future) : context.futures.loopOf(task);
  const job = task === 0 && completing === 0 ? context.jobs.of(future).thread : null;
  const loop = completing === 0 && task === 0 && job === null ? loopHandedTo(context, future) : completing;
  // Who has it as a local may as well be who waits for it.
  const thread = job === waiting ? null : job;
  return {
    kind: 'concurrent-future',
    futureId: hexId(future),
    taskId: task === 0 ? null : hexId(task),
    loopId: loop === 0 ? null : hexId(loop),
    runByThreadId: thread === null || thread.id === 0 ? null : thread.id,
    timeoutSeconds,
  };
}

/** What lies in its queue is a coroutine for the future, or a callback of anybody's that sets its result. */
function loopToComplete(context: ThreadContext, future: number): number {
  return (
    loopThatHasNotBegun(context.session, context.loops, future) || promisingLoop(context, future, COMPLETING)
  );
}

/** The loop before which a callback lies that was given the future, whatever it is to do with it; 0 for none. */
function loopHandedTo({ session, loops }: ThreadContext, future: number): number {
  const { objects } = session;
  const isGiven = (handle: number) => {
    if (objects.items(argumentsTuple(session, handle), MAX_ARGUMENTS).includes(future)) return true;
    const facts = callableOf(session, callbackOf(session, handle));
    if (facts === null) return false;
    return facts.partialArguments.includes(future) || facts.closure().some(([, value]) => value === future);
  };
  const isBefore = (loop: number) =>
    objects.items(readLoopFields(session, loop).ready, MAX_HANDED).some(isGiven);
  return loops.find(isBefore) ?? 0;
}
