/**
 * anyio on asyncio (`anyio/_backends/_asyncio.py`, `anyio/streams/memory.py`; 3.x and 4.x), which Starlette, FastAPI and httpx stand
 * on: its locks keep their owners, its streams are queues, its worker threads are its own.
 */
import type { PrimitiveKind, Wait } from '../../../model/wait.ts';
import { jobWait } from '../jobs-wait.ts';
import type { PrimitiveRole } from '../primitive-collector.ts';
import type { Look, Recogniser } from '../recogniser.ts';
import { selfAttribute } from '../recogniser.ts';
import { groupWait } from './groups.ts';
import { selfAs } from './locks.ts';

const BACKEND = '/anyio/_backends/_asyncio.py';
const MEMORY = '/anyio/streams/memory.py';
const ACQUIRED = [
  ['Lock', 'lock'],
  ['Semaphore', 'semaphore'],
  ['CapacityLimiter', 'semaphore'],
] as const;

export const ANYIO_RULES: readonly Recogniser[] = [
  {
    file: BACKEND,
    functions: ['acquire', 'acquire_on_behalf_of'],
    wraps: true,
    read: (look) => selfAs(look, ACQUIRED, 'acquire'),
  },
  {
    file: BACKEND,
    functions: ['__aexit__'],
    wraps: true,
    waitsAnew: true,
    // 3.x leaves them with the scope, whose host is not among them any more.
    read(look) {
      const { objects } = look.context.session;
      const scope = selfAttribute(look, 'cancel_scope');
      return groupWait(
        look,
        selfAttribute(look, '_tasks') || objects.attribute(scope, '_tasks'),
        'task-group',
      );
    },
  },
  {
    file: BACKEND,
    functions: ['run_sync_in_worker_thread'],
    read(look) {
      const job = look.context.jobs.of(look.raw.waiter);
      return job.thread === null ? null : jobWait(job);
    },
  },
  { file: MEMORY, functions: ['receive'], wraps: true, read: (look) => stream(look, 'get') },
  { file: MEMORY, functions: ['send'], wraps: true, read: (look) => stream(look, 'put') },
];

/** Both ends of a stream share one state. */
function stream(look: Look, role: PrimitiveRole): Wait | null {
  const address = selfAttribute(look, '_state');
  const kind: PrimitiveKind = 'queue';
  return address === 0 ? null : look.context.primitives.wait(look.raw, { address, kind, role });
}
