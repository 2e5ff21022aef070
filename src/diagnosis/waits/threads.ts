/** Following what threads wait for, through threads, jobs and loops. */
import type { LoopState, TaskState, ThreadState } from '../../python/model/capture.ts';
import { isRunUntilComplete } from '../shutdown/run-until-complete.ts';
import type { Situation } from '../situation.ts';

/** The thread that a thread's wait leads to directly; null when there is none or it is not known. */
export function nextThread(situation: Situation, thread: ThreadState): ThreadState | null {
  const wait = thread.waitsFor;
  const find = (id: number | null | undefined) =>
    id === null || id === undefined ? null : (situation.threads.get(id) ?? null);
  switch (wait.kind) {
    case 'thread-join':
      return find(wait.threadId);
    case 'lock':
      return find(wait.ownerThreadId);
    case 'concurrent-future':
      return find(wait.runByThreadId);
    case 'executor-shutdown':
    case 'threads-join-all':
      return find(wait.threadIds.find((id) => situation.threads.get(id)?.pool?.idle !== true));
    default:
      return null;
  }
}

/**
 * The loop without whose next step the thread cannot go on: `run_coroutine_threadsafe(...).result()`; or a wait without a limit
 * for what a callback would do that lies in the loop's queue: `loop.call_soon_threadsafe(done.set)`; or it runs a loop of its own
 * until a task ends that waits for the other: `await asyncio.wrap_future(run_coroutine_threadsafe(...))`.
 */
export function loopWaitedFor(situation: Situation, thread: ThreadState): LoopState | null {
  const { waitsFor: wait } = thread;
  switch (wait.kind) {
    case 'concurrent-future':
      return situation.loops.get(wait.loopId ?? '') ?? null;
    case 'event':
    case 'condition':
    case 'barrier':
    case 'queue':
      return wait.timeoutSeconds == null ? (situation.loops.get(wait.loopId ?? '') ?? null) : null;
    case 'selector':
      return loopBehindRoot(situation, thread);
    default:
      return null;
  }
}

function loopBehindRoot(situation: Situation, { loopId }: ThreadState): LoopState | null {
  for (const task of situation.tasks.values()) {
    if (task.loopId !== loopId || !task.doneCallbacks.some(isRunUntilComplete)) continue;
    const other = loopAwaited(situation, task);
    if (other !== null && other.id !== loopId) return other;
  }
  return null;
}

function loopAwaited({ loops, tasks }: Situation, { wait }: TaskState): LoopState | null {
  const on = wait?.on;
  if (on?.kind === 'submitted') return loops.get(on.loopId) ?? null;
  return on?.kind === 'task' ? (loops.get(tasks.get(on.taskId)?.loopId ?? '') ?? null) : null;
}

/** Threads from `start` on, each waiting for the next; ends at the first that waits for no known thread, or comes again. */
export function threadPath(situation: Situation, start: ThreadState): ThreadState[] {
  const path: ThreadState[] = [];
  for (
    let thread: ThreadState | null = start;
    thread !== null && !path.includes(thread);
    thread = nextThread(situation, thread)
  ) {
    path.push(thread);
  }
  return path;
}

/** The thread on the path from `start`, or from any of those that it joins, that waits for this loop; null when none does. */
export function waiterForLoop(situation: Situation, start: ThreadState, loopId: string): ThreadState | null {
  const waits = (one: ThreadState) => loopWaitedFor(situation, one)?.id === loopId;
  const paths = [start, ...joinedTogether(situation, start)].map((one) => threadPath(situation, one));
  return paths.flat().find(waits) ?? null;
}

/** The pool's threads that are at a job: all of them have to end. */
function joinedTogether({ threads }: Situation, { waitsFor }: ThreadState): ThreadState[] {
  if (waitsFor.kind !== 'executor-shutdown') return [];
  return waitsFor.threadIds.flatMap((id) => threads.get(id) ?? []).filter(({ pool }) => pool?.idle !== true);
}

/** Threads from `start` on that wait for each other in a circle which comes back to it; null when they do not. */
export function ringOf(situation: Situation, start: ThreadState): ThreadState[] | null {
  const path = threadPath(situation, start);
  const last = path.at(-1);
  return last !== undefined && nextThread(situation, last) === start ? path : null;
}

/** The thread whose code would end a wait for an event, a condition or a queue; null when none is in sight. */
export function counterpartOf(situation: Situation, { waitsFor }: ThreadState): ThreadState | null {
  switch (waitsFor.kind) {
    case 'event':
    case 'condition':
    case 'barrier':
    case 'queue':
      return situation.threads.get(waitsFor.counterpartThreadId ?? -1) ?? null;
    default:
      return null;
  }
}
