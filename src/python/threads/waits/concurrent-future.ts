/** Who will complete a concurrent future: a worker thread, a task of a loop, or a loop that has not even begun it. */

import { callableOf } from '../../asyncio/callable.ts';
import { callbackOf } from '../../asyncio/loops/handles.ts';
import { readLoopFields } from '../../asyncio/loops/loop-fields.ts';
import { coroutineBehind } from '../../asyncio/waits/jobs-wait.ts';
import { hexId } from '../../hex-id.ts';
import type { ThreadWait } from '../../model/wait.ts';
import type { WalkedThread } from '../walk-threads.ts';
import type { ThreadContext } from './thread-rule.ts';

const MAX_READY = 1_000;
/** What `run_coroutine_threadsafe` (asyncio/tasks.py) gives to the loop. */
const SUBMITTED = 'run_coroutine_threadsafe.<locals>.callback';

export function concurrentFutureWait(
  context: ThreadContext,
  future: number,
  { waiting, timeoutSeconds }: { waiting: WalkedThread; timeoutSeconds: number | null },
): ThreadWait {
  const task = coroutineBehind(context, future);
  const loop = task === 0 ? loopThatHasNotBegun(context, future) : context.futures.loopOf(task);
  const job = task === 0 && loop === 0 ? context.jobs.of(future).thread : null;
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

/** 0 when the future is in no loop's ready queue. */
function loopThatHasNotBegun({ session, loops }: ThreadContext, future: number): number {
  for (const loop of loops) {
    const { ready } = readLoopFields(session, loop);
    for (const handle of session.objects.items(ready, MAX_READY)) {
      const facts = callableOf(session, callbackOf(session, handle));
      if (facts?.qualifiedName !== SUBMITTED) continue;
      if (facts.closure().some(([name, value]) => name === 'future' && value === future)) return loop;
    }
  }
  return 0;
}
