import type { ThreadState } from '../../python/model/capture.ts';
import { isFork, standardFile } from '../../python/model/forks.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import { blamedTasks } from '../blame.ts';
import { innermostOwn, processCulprit, sourceFrame } from '../culprit.ts';
import { hasLeftWork } from '../left-work.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { threadOfJob } from '../waits/jobs.ts';
import { nextThread } from '../waits/threads.ts';
import { frameLabel, taskLabel, threadLabel, upperFirst } from '../words.ts';
import type { Cause } from './cause.ts';
import { isJoin, joinPlace } from './joins.ts';
import { polledJobs } from './polled-jobs.ts';
import { workersOf } from './workers.ts';

const POOL_FILE = /(concurrent\/futures\/process|multiprocessing\/pool)\.py$/;
const JOIN_NAME =
  /^(_python_exit|join|shutdown|_join_exited_workers|join_executor_internals|_help_stuff_finish|_terminate_pool|__exit__)$/;
/** Threads of a pool that live as long as its processes do (the same files). */
const MANAGER_NAME =
  /^(wait_result_broken_or_wakeup|_queue_management_worker|_handle_workers|_handle_tasks|_handle_results)$/;
/** What a worker calls its jobs from (concurrent/futures/process.py, multiprocessing/pool.py). */
const WORKER_NAME = /^(workloop|_process_worker|_process_chunk|worker|mapstar|starmapstar)$/;

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
  const worker = job?.worker ?? [...workers].sort((a, b) => b.cpuMs - a.cpuMs)[0];
  if (worker === undefined) return [];
  const does = job === undefined ? '' : `: it stands in ${frameLabel(job.place)}`;
  const joined = joiner.stack.filter((one) => isOfPool(one)).at(-1)?.function ?? 'the pool';
  const who = threadLabel(joiner);
  return [
    {
      cause: 'process-pool-stuck',
      certainty: job === undefined ? 'likely' : 'certain',
      sentence: `${upperFirst(who)} joins the workers of a process pool, and worker ${worker.comm} (pid ${worker.pid}) does not end${does}.`,
      fix: 'End the jobs at shutdown: executor.shutdown(cancel_futures=True), a limit inside the job, or terminate the workers.',
      culprit: { ...processCulprit(worker), frame: sourceFrame(situation, job?.place ?? at) },
      waitsFor: { kind: 'child', description: `pool worker ${worker.pid}` },
      evidence: [
        `${who} is in ${joined}`,
        `pid ${worker.pid} is alive (state ${worker.state})`,
        ...(job === undefined ? [] : [`it is in the middle of a job, in ${frameLabel(job.place)}`]),
      ],
      blocks: [who, ...waiting],
    },
  ];
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

function isOfPool({ file }: CodePlace): boolean {
  return POOL_FILE.test(standardFile(file));
}

/** Where a worker stands in a job; a forked one has its parent's frames further out, and an idle one none further in. */
function jobOf(situation: Situation, worker: ProcessFacts): { worker: ProcessFacts; place: CodePlace }[] {
  const looks = situation.evidence.children?.find(({ pid }) => pid === worker.pid)?.captures ?? [];
  const stack = looks.at(-1)?.capture.threads.find((one) => one.isMain)?.stack ?? [];
  const start = stack.findLastIndex((one) => isOfPool(one) && WORKER_NAME.test(one.name));
  const place =
    start < 0
      ? null
      : innermostOwn(stack.slice(start + 1).filter((one) => one.origin !== 'python' && !isFork(one.file)));
  return place === null ? [] : [{ worker, place }];
}
