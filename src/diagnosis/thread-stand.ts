/** Where a thread stands in the service's own code: on its stack, among the tasks of its loop, or in what it was made for. */
import type { TaskState, ThreadState } from '../python/model/capture.ts';
import type { CodePlace } from '../python/model/frame.ts';
import { innermostOwn } from './culprit.ts';
import { isRunUntilComplete } from './reaction.ts';
import type { Situation } from './situation.ts';

export interface ThreadStand {
  place: CodePlace | null;
  /** The task in which its loop waits; null for a thread without a loop, or one that runs code just now. */
  task: TaskState | null;
}

/** A loop that sleeps shows its selector: what the thread does is what the task does that the loop is run for. */
export function threadStand(situation: Situation, thread: ThreadState): ThreadStand {
  const task = taskOfLoop(situation, thread);
  if (task !== null) return { place: innermostOwn(task.stack), task };
  const place = innermostOwn(thread.stack);
  return { place: place?.origin === 'python' ? (thread.target ?? place) : place, task: null };
}

function taskOfLoop({ loops, last, graph, tasks }: Situation, { loopId }: ThreadState): TaskState | null {
  if (loopId === null || loops.get(loopId)?.state !== 'waiting') return null;
  const own = last.tasks.filter((one) => one.loopId === loopId);
  const run = own.find((one) => one.doneCallbacks.some(isRunUntilComplete));
  if (run === undefined) return null;
  const [sink] = graph.sinksFrom([run.id]);
  const found = [tasks.get(sink ?? ''), run].find((one) =>
    one?.stack.some(({ origin }) => origin === 'user'),
  );
  return found ?? null;
}
