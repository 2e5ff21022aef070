/** Names what each Python thread waits for: by its frames where they tell, else by what the kernel knows. */
import type { RawTask } from '../../asyncio/raw-task.ts';
import type { Session } from '../../asyncio/session.ts';
import { Descriptors } from '../../asyncio/waits/descriptors.ts';
import { Futures } from '../../asyncio/waits/futures.ts';
import { Jobs } from '../../asyncio/waits/jobs.ts';
import { hexId } from '../../hex-id.ts';
import type { ThreadState } from '../../model/capture.ts';
import type { ThreadWait } from '../../model/wait.ts';
import type { WalkedThread } from '../walk-threads.ts';
import { kernelWait } from './kernel-wait.ts';
import { THREAD_RULES } from './rules/table.ts';
import type { ThreadContext, ThreadRule } from './thread-rule.ts';

export interface ThreadWaits {
  waitOf(thread: WalkedThread): ThreadWait;
  /** Of a worker of a ThreadPoolExecutor; null for other threads. */
  poolOf(thread: WalkedThread): ThreadState['pool'];
}

/** Frames of Python's own library between the call that waits and the one that says what for. */
const MAX_FRAMES = 10;
const WORKER = { file: '/concurrent/futures/thread.py', function: '_worker' } as const;

/** `loops`: addresses. `tasks`: those that are not done, walked when a lock's owner is looked for. */
export function createThreadWaits(
  session: Session,
  threads: readonly WalkedThread[],
  { loops, tasks }: { loops: Iterable<number>; tasks: () => Iterable<RawTask> },
): ThreadWaits {
  const context: ThreadContext = {
    session,
    threads,
    jobs: new Jobs(session, threads),
    futures: new Futures(session),
    descriptors: new Descriptors(session),
    loops: [...loops],
    tasks,
  };
  return {
    waitOf: (thread) => waitOf(context, thread),
    poolOf: (thread) => poolOf(session, thread),
  };
}

function waitOf(context: ThreadContext, thread: WalkedThread): ThreadWait {
  const facts = context.session.process.threads.find((one) => one.tid === thread.id) ?? null;
  let found: ThreadWait | null = null;
  for (let index = 0; index < Math.min(thread.frames.length, MAX_FRAMES); index += 1) {
    const frame = thread.frames[index];
    // The user's own frames wait for nothing by themselves.
    if (frame === undefined || frame.place.origin !== 'python') break;
    const rule = ruleOf(frame.place);
    found = rule?.read({ context, thread, facts, index, frame }) ?? found;
  }
  return found ?? kernelWait(context, thread, facts);
}

const byName = new Map<string, ThreadRule[]>();
for (const rule of THREAD_RULES) {
  for (const name of rule.functions) byName.set(name, [...(byName.get(name) ?? []), rule]);
}

function ruleOf({ name, file }: { name: string; file: string }): ThreadRule | undefined {
  return byName.get(name)?.find((one) => file.endsWith(one.file));
}

function poolOf({ objects, frames }: Session, thread: WalkedThread): ThreadState['pool'] {
  const index = thread.frames.findIndex(
    ({ place }) => place.name === WORKER.function && place.file.endsWith(WORKER.file),
  );
  const worker = thread.frames[index];
  if (worker === undefined) return null;
  const executor = objects.weakReferent(frames.local(worker.address, 'executor_reference'));
  // The executor may be gone while its workers still run: they share its queue.
  const id = executor || frames.local(worker.address, 'work_queue');
  return { executorId: hexId(id), idle: index === 0 };
}
