import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { blamedTasks } from '../blame.ts';
import { callConstruct, innermostOwn, processCulprit, sourceFrame, threadCulprit } from '../culprit.ts';
import { hasLeftWork } from '../shutdown/left-work.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { threadOfJob } from '../waits/jobs.ts';
import { nextThread } from '../waits/threads.ts';
import { frameLabel, placeLabel, taskLabel, threadLabel, upperFirst } from '../words.ts';
import type { Cause } from './cause.ts';
import { isJoin, joinPlace } from './joins.ts';
import { polledJobs } from './polled-jobs.ts';
import { hasLostJob, isIdle, isOfPool, jobOf } from './process-pool-jobs.ts';
import { workersOf } from './workers.ts';

const JOIN_NAME =
  /^(_python_exit|join|shutdown|_join_exited_workers|join_executor_internals|_help_stuff_finish|_terminate_pool|__exit__)$/;
/** Threads of a pool that live as long as its processes do (the same files). */
const MANAGER_NAME =
  /^(wait_result_broken_or_wakeup|_queue_management_worker|_handle_workers|_handle_tasks|_handle_results)$/;
/** ProcessPoolExecutor and multiprocessing join their workers at exit (concurrent/futures/process.py, multiprocessing/pool.py). */
export const processPoolStuck: Cause = {
  code: 'process-pool-stuck',
  title: 'the workers of a process pool are joined and do not end',
  stage: 'leaving',
  evidence: 'the main thread is in the exit of a process pool; a worker process is alive',
  find(situation) {
    const main = situation.mainThread;
    if (main === null || !(joinsProcessPool(main) || joinsManager(situation, main))) return [];
    return of(situation, main, joinPlace(main), []);
  },
};

/** A library's pool that asks in rounds whether its queue is empty (pebble). */
export const processPoolStuckPolled: Cause = {
  code: 'process-pool-stuck',
  title: 'the workers of a process pool are joined and do not end',
  stage: 'leaving',
  evidence:
    "the shutdown on the main thread pauses in rounds of a library's or its own; a worker process is in the middle of a job that a library has called",
  find(situation) {
    if (situation.mainThread === null || !hasLeftWork(situation, situation.mainThread)) return [];
    return polledJobs(situation).filter(({ cause }) => cause === 'process-pool-stuck');
  },
};

/** `await loop.run_in_executor(None, pool.shutdown)`: the loop goes on, and the shutdown waits all the same. */
export const processPoolStuckAwaited: Cause = {
  code: 'process-pool-stuck',
  title: 'the workers of a process pool are joined and do not end',
  stage: 'tasks',
  evidence: 'a job in a thread for which the shutdown waits joins a process pool; a worker process is alive',
  find(situation) {
    return blamedTasks(situation).flatMap((one) => {
      const thread = threadOfJob(situation, one);
      if (thread === null || !joinsProcessPool(thread)) return [];
      return of(situation, thread, innermostOwn(one.task.stack), [taskLabel(one.task)]);
    });
  },
};

function of(
  situation: Situation,
  joiner: ThreadState,
  at: CodePlace | null,
  waiting: readonly string[],
): Finding[] {
  const workers = workersOf(situation.last.family);
  const job = workers.flatMap((one) => jobOf(situation, one))[0];
  const byCpu = [...workers].sort((a, b) => b.cpuMs - a.cpuMs);
  const worker = job?.worker ?? byCpu.find((one) => !isIdle(situation, one)) ?? byCpu[0];
  if (worker === undefined) return [];
  if (job === undefined && hasLostJob(situation, joiner, workers))
    return [lostFinding(situation, joiner, at, waiting)];
  const does = job === undefined ? '' : `: it stands in ${frameLabel(job.place)}`;
  const joined = joiner.stack.filter((one) => isOfPool(one)).at(-1)?.function ?? 'the pool';
  const who = threadLabel(joiner);
  return [
    {
      cause: 'process-pool-stuck',
      certainty: job === undefined ? 'likely' : 'certain',
      sentence: `${upperFirst(who)} joins the workers of a process pool, and worker ${worker.comm} (pid ${worker.pid}) does not end${does}.`,
      fix:
        job === undefined
          ? 'End the jobs at shutdown: executor.shutdown(cancel_futures=True), a limit inside the job, or terminate the workers.'
          : 'Give the job an end (a limit inside it, a flag that it looks at), or terminate the workers, and kill() those that keep SIGTERM: executor.shutdown(cancel_futures=True) drops only what has not begun.',
      culprit: { ...processCulprit(worker), frame: sourceFrame(situation, job?.place ?? at) },
      waitsFor: null,
      evidence: [
        `${who} is in ${joined}`,
        `pid ${worker.pid} is alive (state ${worker.state})`,
        ...(job === undefined ? [] : [`it is in the middle of a job, in ${frameLabel(job.place)}`]),
      ],
      blocks: [who, ...waiting],
    },
  ];
}

/** The pool's idle workers are not to blame, and the one that is, is gone. */
function lostFinding(
  situation: Situation,
  joiner: ThreadState,
  at: CodePlace | null,
  waiting: readonly string[],
): Finding {
  const who = threadLabel(joiner);
  return {
    cause: 'process-pool-stuck',
    certainty: 'likely',
    sentence: `${upperFirst(who)} joins a multiprocessing.Pool${at === null ? '' : ` at ${placeLabel(at)}`}, none of whose workers is in a job: it waits for a result that will not come, most likely of a job whose worker was killed.`,
    fix: 'End the pool with terminate() rather than close() and join(), or use concurrent.futures.ProcessPoolExecutor, which fails its jobs when a worker dies; find out what killed the worker (the memory limit?).',
    culprit: threadCulprit(situation, joiner, callConstruct(situation, at), at),
    waitsFor: { kind: 'child', description: 'the result of a job that no worker has' },
    evidence: [
      `${who} is in Pool.join, which returns when every job has a result`,
      'the workers of the pool wait for a job',
    ],
    blocks: [who, ...waiting],
  };
}

/** Also by way of the thread that manages the pool. */
export function joinsProcessPool(main: ThreadState): boolean {
  return main.stack.some((one) => one.origin !== 'user' && isOfPool(one) && JOIN_NAME.test(one.name));
}

/** The thread that manages the pool's processes is joined like any other, by whoever: by Python's own exit (loky). */
function joinsManager(situation: Situation, main: ThreadState): boolean {
  if (!isJoin(main) && main.waitsFor.kind !== 'threads-join-all') return false;
  const joined = nextThread(situation, main);
  return joined !== null && managesPool(joined);
}

/** It ends when the pool's processes have ended, and is not to blame for them. */
export function managesPool({ stack }: ThreadState): boolean {
  return stack.some((one) => isOfPool(one) && MANAGER_NAME.test(one.name));
}
