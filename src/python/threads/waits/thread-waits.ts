/** Names what each Python thread waits for: by its frames where they tell, else by what the kernel knows. */
import { findLoops } from '../../asyncio/loops/find-loops.ts';
import type { RawTask } from '../../asyncio/raw-task.ts';
import type { Session } from '../../asyncio/session.ts';
import { ChildPids } from '../../asyncio/waits/child-pids.ts';
import { Descriptors } from '../../asyncio/waits/descriptors.ts';
import { Futures } from '../../asyncio/waits/futures.ts';
import { Jobs } from '../../asyncio/waits/jobs.ts';
import { PipeEnds } from '../../asyncio/waits/pipe-ends.ts';
import type { ThreadState } from '../../model/capture.ts';
import { standardFile } from '../../model/forks.ts';
import type { ThreadWait } from '../../model/wait.ts';
import type { WalkedThread } from '../walk-threads.ts';
import { kernelWait } from './kernel-wait.ts';
import { THREAD_RULES } from './rules/table.ts';
import type { ThreadContext, ThreadRule } from './thread-rule.ts';
import { poolOf } from './worker-pool.ts';

export interface ThreadWaits {
  waitOf(thread: WalkedThread): ThreadWait;
  /** Of a worker of a pool of threads; null for other threads. */
  poolOf(thread: WalkedThread): ThreadState['pool'];
}

/** Frames of Python's own library between the call that waits and the one that says what for. */
const MAX_FRAMES = 10;
/** `loops`: those that tasks belong to. `tasks`: those that are not done, walked when a lock's owner is looked for. */
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
    childPids: new ChildPids(session),
    pipeEnds: new PipeEnds(session),
    loops: findLoops(session, loops, threads),
    lockOwners: new Map(),
    counterparts: new Map(),
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
  // A worker of anyio's waits for work in a queue.
  const isIdle = found?.kind === 'queue' && poolOf(context.session, thread)?.idle === true;
  return isIdle ? { kind: 'pool-idle' } : (found ?? kernelWait(context, thread, facts));
}

const byName = new Map<string, ThreadRule[]>();
for (const rule of THREAD_RULES) {
  for (const name of rule.functions) byName.set(name, [...(byName.get(name) ?? []), rule]);
}

function ruleOf({ name, file }: { name: string; file: string }): ThreadRule | undefined {
  const rules = byName.get(name);
  const standard = rules === undefined ? file : standardFile(file);
  return rules?.find((one) => standard.endsWith(one.file));
}
