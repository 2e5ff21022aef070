/** What a child is in the middle of where its main thread waits in a library's code: a job of the service's, in another thread of it. */
import type { Capture, TaskState, ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import { hasOwnCode, innermostOwn } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import { lowerFirst, taskLabel, threadLabel } from '../words.ts';
import { withoutParents } from './forked.ts';

export interface ChildJob {
  /** In the service's own code. */
  place: CodePlace;
  /** The thread that is in it, or the task for which a thread waits. */
  who: string;
}

/** null for a child that was not looked at, or in which no job was seen to go on. */
export function childJob({ evidence }: Situation, { pid }: ProcessFacts): ChildJob | null {
  const looks = (evidence.children?.find((one) => one.pid === pid)?.captures ?? []).map(({ capture }) =>
    withoutParents(capture),
  );
  const last = looks.at(-1);
  if (last === undefined) return null;
  for (const thread of last.threads) {
    const job = thread.isMain ? null : (jobOn(thread) ?? jobAwaited(last, thread));
    if (job !== null && looks.every((look) => isAt(look, job.place))) return job;
  }
  return null;
}

/** It was called by a library, by a pool or a server, or by no Python at all: then it is a job, and no thread that works for itself. */
function jobOn(thread: ThreadState): ChildJob | null {
  const { stack, pool } = thread;
  const place = innermostOwn(stack);
  if (place?.origin !== 'user' || pool?.idle === true) return null;
  const called = stack.slice(
    0,
    stack.findIndex(({ origin }) => origin === 'user'),
  );
  const isJob =
    pool !== null || called.length === 0 || called.some(({ file }) => !file.endsWith('/threading.py'));
  return isJob ? { place, who: threadLabel(thread) } : null;
}

/** `run_coroutine_threadsafe(job(), loop).result()`, in a worker thread of a library. */
function jobAwaited({ tasks }: Capture, { waitsFor }: ThreadState): ChildJob | null {
  if (waitsFor.kind !== 'concurrent-future' || waitsFor.taskId === null) return null;
  const task = tasks.find(({ id }) => id === waitsFor.taskId);
  const place = task === undefined ? null : placeOf(task);
  return task === undefined || place === null ? null : { place, who: lowerFirst(taskLabel(task)) };
}

function placeOf(task: TaskState): CodePlace | null {
  return hasOwnCode(task) ? innermostOwn(task.stack) : null;
}

function isAt({ threads, tasks }: Capture, { codeId }: CodePlace): boolean {
  return [...threads, ...tasks].some(({ stack }) => stack.some((one) => one.codeId === codeId));
}
