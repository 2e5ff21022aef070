/** `multiprocessing.pool.ThreadPool`: a Pool whose workers are threads (multiprocessing/pool.py, 3.8 to 3.15). */
import type { ThreadWait } from '../../../model/wait.ts';
import { idsOf } from '../thread-objects.ts';
import type { ThreadLook, ThreadRule } from '../thread-rule.ts';
import { local, selfAttribute } from '../thread-rule.ts';
import { hasJobOfPool, isQueueOfC } from '../worker-pool.ts';

const FILE = '/multiprocessing/pool.py';
const MAX_THREADS = 10_000;

export const THREAD_POOL_RULES: readonly ThreadRule[] = [
  { file: FILE, functions: ['join'], read: joinPool },
  {
    file: FILE,
    functions: ['worker'],
    read: (look) =>
      look.index === 0 &&
      isQueueOfC(look.context.session, local(look, 'inqueue')) &&
      !hasJobOfPool(look.context.session, look.frame)
        ? { kind: 'pool-idle' }
        : null,
  },
];

/** `Pool.join` joins the threads that serve the pool, which end when every job has; the workers are what it waits for. */
function joinPool(look: ThreadLook): ThreadWait | null {
  if (look.index === 0 || !isQueueOfC(look.context.session, selfAttribute(look, '_inqueue'))) return null;
  const workers = look.context.session.objects.items(selfAttribute(look, '_pool'), MAX_THREADS);
  const threadIds = idsOf(look.context, workers);
  return threadIds.length === 0 ? null : { kind: 'executor-shutdown', threadIds };
}
