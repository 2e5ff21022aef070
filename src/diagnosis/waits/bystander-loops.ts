/** Loops of daemon threads: nobody joins such a thread, so that what goes on there matters only to who waits for it. */
import type { TaskState, ThreadState } from '../../python/model/capture.ts';
import type { Evidence } from '../context.ts';
import { once } from '../once.ts';
import { goesRound, partingOf, sameStand } from '../shutdown/stands.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { counterpartOf, threadPath, waiterForLoop } from './threads.ts';

/** What the finding names belongs to such a loop, and nothing of the rest is seen to wait for that. */
export function isOfBystanderLoop(situation: Situation, { culprit }: Finding): boolean {
  const loopId = situation.tasks.get(culprit.task?.id ?? '')?.loopId ?? null;
  const loop = loopId === null ? undefined : situation.loops.get(loopId);
  const thread = situation.threads.get(loop?.threadId ?? culprit.thread?.id ?? -1);
  if (thread === undefined || !isDaemon(thread) || isAwaited(situation, thread)) return false;
  // Whoever would end such a wait may be in that loop, unseen; one from before the signal is the program's work.
  return !mainHasComeToEvent(situation);
}

/**
 * Ids of such loops, where no loop runs on the main thread, with no wait that is seen to lead to them: an agent, a health
 * endpoint beside a service that has nothing to do with asyncio.
 */
export const sideLoops = once((situation): ReadonlySet<string> => {
  const { last, mainThread: main, threads } = situation;
  if (main === null || last.loops.some((loop) => loop.threadId === main.id && loop.state !== 'closed'))
    return new Set();
  const found = last.loops.filter(({ threadId }) => {
    const thread = threads.get(threadId ?? -1);
    return thread !== undefined && isDaemon(thread) && !isAwaited(situation, thread);
  });
  return new Set(found.map(({ id }) => id));
});

/** Nothing in those loops is seen to have to do with the shutdown: no task of theirs was told, came, ended or went on since. */
export const sideLoopsRest = once((situation): boolean => {
  const ids = sideLoops(situation);
  const { before, tasks, tasksBefore } = situation;
  if (before === null || mainHasComeToEvent(situation)) return false;
  const isThere = ({ loopId }: TaskState) => loopId !== null && ids.has(loopId);
  if ([...tasksBefore].some(([id, task]) => isThere(task) && !tasks.has(id))) return false;
  return [...tasks.values()].every((task) => !isThere(task) || rests(situation, task));
});

function rests(situation: Situation, task: TaskState): boolean {
  const earlier = situation.tasksBefore.get(task.id);
  if (earlier === undefined || (task.cancelRequests ?? 0) > (earlier.cancelRequests ?? 0)) return false;
  if (task.handling.some(({ isCancelled }) => isCancelled)) return false;
  return sameStand(earlier, task) || goesRound(situation, partingOf(task, earlier));
}

/** The same watch, as it would be without these loops. */
export function withoutLoops(evidence: Evidence, ids: ReadonlySet<string>): Evidence {
  return {
    ...evidence,
    captures: evidence.captures.map((one) => ({
      ...one,
      capture: {
        ...one.capture,
        loops: one.capture.loops.filter(({ id }) => !ids.has(id)),
        tasks: one.capture.tasks.filter(({ loopId }) => loopId === null || !ids.has(loopId)),
      },
    })),
  };
}

function isDaemon({ isMain, daemon }: ThreadState): boolean {
  return !isMain && daemon === true;
}

/** By a thread for whose end Python waits, or by a task of another loop. */
function isAwaited(situation: Situation, thread: ThreadState): boolean {
  const others = situation.last.threads.filter((one) => one.isMain || one.daemon === false);
  return others.some((one) => leadsTo(situation, one, thread)) || isAwaitedByTask(situation, thread);
}

function leadsTo(situation: Situation, from: ThreadState, thread: ThreadState): boolean {
  const path = threadPath(situation, from);
  const end = path.at(-1);
  if (path.includes(thread) || (end !== undefined && counterpartOf(situation, end) === thread)) return true;
  if (from.waitsFor.kind === 'sleep' && from.waitsFor.polledThreadId === thread.id) return true;
  const loops = situation.last.loops.filter(({ threadId }) => threadId === thread.id);
  return loops.some(({ id }) => waiterForLoop(situation, from, id) !== null);
}

function mainHasComeToEvent(situation: Situation): boolean {
  const { before, mainThread: main } = situation;
  const kind = main === null ? undefined : threadPath(situation, main).at(-1)?.waitsFor.kind;
  if (main === null || (kind !== 'event' && kind !== 'condition')) return false;
  const earlier = before?.threads.find((one) => one.isMain);
  return earlier === undefined || !sameStand(earlier, main);
}

/** A task of another loop waits for one of this: `await asyncio.wrap_future(run_coroutine_threadsafe(…))`. */
function isAwaitedByTask({ last, graph, tasks, loops }: Situation, { id }: ThreadState): boolean {
  const isHere = (loopId: string | null) => loopId !== null && loops.get(loopId)?.threadId === id;
  return last.tasks.some(
    (task) =>
      isHere(task.loopId) &&
      [...graph.waitersFor([task.id])].some((one) => !isHere(tasks.get(one)?.loopId ?? null)),
  );
}
