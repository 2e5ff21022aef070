/** Loops of daemon threads: nobody joins such a thread, so that what holds its loop matters only to who waits for the loop. */
import type { ThreadState } from '../../python/model/capture.ts';
import { sameStand } from '../shutdown/stands.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { threadPath, waiterForLoop } from './threads.ts';

/** What the finding names belongs to such a loop, and nothing of the rest is seen to wait for that. */
export function isOfBystanderLoop(situation: Situation, { culprit }: Finding): boolean {
  const loopId = situation.tasks.get(culprit.task?.id ?? '')?.loopId ?? null;
  const loop = loopId === null ? undefined : situation.loops.get(loopId);
  const thread = situation.threads.get(loop?.threadId ?? culprit.thread?.id ?? -1);
  if (thread === undefined || thread.isMain || thread.daemon !== true) return false;
  const others = situation.last.threads.filter((one) => one.isMain || one.daemon === false);
  if (others.some((one) => leadsTo(situation, one, thread))) return false;
  return !isAwaitedByTask(situation, thread);
}

function leadsTo(situation: Situation, from: ThreadState, thread: ThreadState): boolean {
  const path = threadPath(situation, from);
  if (path.includes(thread)) return true;
  const loops = situation.last.loops.filter(({ threadId }) => threadId === thread.id);
  if (loops.some(({ id }) => waiterForLoop(situation, from, id) !== null)) return true;
  // Whoever would end such a wait may be in that loop, unseen; one from before the signal is the program's work.
  const kind = path.at(-1)?.waitsFor.kind;
  return from.isMain && (kind === 'event' || kind === 'condition') && hasMoved(situation, from);
}

function hasMoved({ before }: Situation, main: ThreadState): boolean {
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
