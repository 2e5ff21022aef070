/** Processes below a Python that do its work, in contrast to multiprocessing's own helpers. */
import type { ProcessFacts, ProcessFamily } from '../../target/facts.ts';

const TRACKER = /(multiprocess(ing)?|billiard|loky[./]backend)[./](resource_tracker|semaphore_tracker)/;
const FORK_SERVER = /multiprocessing[./]forkserver/;

/**
 * Helpers ignore SIGTERM, and end when nobody holds their pipe any more (resource_tracker.py). A fork server's children
 * have its command line, and are workers (forkserver.py).
 */
export function workersOf({ target, descendants }: ProcessFamily): ProcessFacts[] {
  return descendants.filter(({ state, command, parentPid }) => {
    const line = command.join(' ');
    if (state === 'Z' || state === 'X' || TRACKER.test(line)) return false;
    return parentPid !== target.pid || !FORK_SERVER.test(line);
  });
}
