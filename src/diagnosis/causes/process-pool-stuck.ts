import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import { blamedTasks } from '../blame.ts';
import { innermostOwn, processCulprit, sourceFrame } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { threadOfJob } from '../waits/jobs.ts';
import { frameLabel, taskLabel, threadLabel, upperFirst } from '../words.ts';
import type { Cause } from './cause.ts';
import { joinPlace } from './joins.ts';
import { workersOf } from './workers.ts';

/** billiard is celery's multiprocessing. */
const POOL_FILE = /(concurrent\/futures\/process|multiprocessing\/pool|billiard\/pool)\.py$/;
const JOIN_NAME =
  /^(_python_exit|join|shutdown|_join_exited_workers|join_executor_internals|_help_stuff_finish|_terminate_pool|__exit__)$/;
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
    return main === null || !joinsProcessPool(main) ? [] : of(situation, main, joinPlace(main), []);
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
  const joined = joiner.stack.filter((one) => POOL_FILE.test(one.file)).at(-1)?.function ?? 'the pool';
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
  return main.stack.some(
    (one) => one.origin !== 'user' && POOL_FILE.test(one.file) && JOIN_NAME.test(one.name),
  );
}

/** Where a worker stands in a job; a forked one has its parent's frames further out, and an idle one none further in. */
function jobOf(situation: Situation, worker: ProcessFacts): { worker: ProcessFacts; place: CodePlace }[] {
  const looks = situation.evidence.children?.find(({ pid }) => pid === worker.pid)?.captures ?? [];
  const stack = looks.at(-1)?.capture.threads.find((one) => one.isMain)?.stack ?? [];
  const start = stack.findLastIndex((one) => POOL_FILE.test(one.file) && WORKER_NAME.test(one.name));
  const place =
    start < 0 ? null : innermostOwn(stack.slice(start + 1).filter((one) => one.origin !== 'python'));
  return place === null ? [] : [{ worker, place }];
}
