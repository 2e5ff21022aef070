import type { TaskState, ThreadState } from '../../python/model/capture.ts';
import { standardFile } from '../../python/model/forks.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { hasOwnCode, innermostOwn } from '../culprit.ts';
import { isRunUntilComplete } from '../shutdown/run-until-complete.ts';
import type { Situation } from '../situation.ts';

/**
 * Where a thread stands in the service's own code: in the task for which its loop is run, if that sleeps in its selector;
 * else on its stack; else in what it was made for.
 */
export function threadStand(situation: Situation, thread: ThreadState): CodePlace | null {
  const task = taskOfLoop(situation, thread);
  if (task !== null) return innermostOwn(task.stack);
  const place = innermostOwn(thread.stack);
  if (place?.origin !== 'python') return place;
  // What a worker of a pool was made for says nothing of the job.
  return thread.pool === null ? (thread.target ?? place) : (jobOf(thread.stack) ?? place);
}

/** A function of the standard library that was handed to a pool (`_WorkItem.run`, Lib/concurrent/futures/thread.py); null for one of C. */
function jobOf(stack: readonly CodePlace[]): CodePlace | null {
  const isRun = ({ name, file }: CodePlace) =>
    name === 'run' && standardFile(file).endsWith('/concurrent/futures/thread.py');
  const index = stack.findLastIndex(isRun);
  return index < 0 ? null : (stack[index + 1] ?? null);
}

function taskOfLoop({ loops, last, graph, tasks }: Situation, { loopId }: ThreadState): TaskState | null {
  if (loopId === null || loops.get(loopId)?.state !== 'waiting') return null;
  const run = last.tasks.find((one) => one.loopId === loopId && one.doneCallbacks.some(isRunUntilComplete));
  if (run === undefined) return null;
  const sink = tasks.get(graph.sinksFrom([run.id])[0] ?? '');
  return [sink, run].find((one) => one !== undefined && hasOwnCode(one)) ?? null;
}
