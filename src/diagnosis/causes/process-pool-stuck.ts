import { processCulprit, sourceFrame } from '../culprit.ts';
import type { Cause } from './cause.ts';
import { joinPlace } from './joins.ts';

const POOL_FILE = /(concurrent\/futures\/process|multiprocessing\/(pool|util|process))\.py$/;
const JOIN_NAME =
  /^(_python_exit|_exit_function|join|shutdown|_join_exited_workers|join_executor_internals|_help_stuff_finish|_terminate_pool|__exit__)$/;

/** ProcessPoolExecutor and multiprocessing join their workers at exit (concurrent/futures/process.py, multiprocessing/util.py). */
export const processPoolStuck: Cause = {
  code: 'process-pool-stuck',
  title: 'the workers of a process pool are joined and do not end',
  stage: 'leaving',
  evidence: 'the main thread is in the exit of a process pool; a worker process is alive',
  find(situation) {
    const main = situation.mainThread;
    if (
      main === null ||
      !main.stack.some(
        (one) => one.origin === 'python' && POOL_FILE.test(one.file) && JOIN_NAME.test(one.name),
      )
    )
      return [];
    const workers = situation.last.family.descendants.filter(
      (one) => one.state !== 'Z' && !/resource_tracker|forkserver/.test(one.command.join(' ')),
    );
    const worker = [...workers].sort((a, b) => b.cpuMs - a.cpuMs)[0];
    if (worker === undefined) return [];
    const place = joinPlace(main);
    return [
      {
        cause: 'process-pool-stuck',
        certainty: 'likely',
        sentence: `The exit of Python joins the workers of a process pool, and worker ${worker.comm} (pid ${worker.pid}) does not end.`,
        fix: 'End the jobs at shutdown: executor.shutdown(cancel_futures=True), a limit inside the job, or terminate the workers.',
        culprit: { ...processCulprit(worker), frame: sourceFrame(situation, place) },
        waitsFor: { kind: 'child', description: `pool worker ${worker.pid}` },
        evidence: [
          `the main thread is in ${main.stack.filter((one) => POOL_FILE.test(one.file)).at(-1)?.function ?? 'the pool'}`,
          `pid ${worker.pid} is alive (state ${worker.state})`,
        ],
        blocks: ['the main thread'],
      },
    ];
  },
};
