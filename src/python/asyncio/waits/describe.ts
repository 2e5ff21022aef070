/** One clause about a primitive and why the wait for it goes on: "asyncio.Queue, empty (0 of 100), nobody puts". */
import type { Holder, Primitive, ThreadInSight, TimerInSight } from '../../model/wait.ts';
import type { PrimitiveRole } from './primitive-collector.ts';
import type { WaitContext } from './recogniser.ts';
import { clipped, counted, listed, taskNames, threadName, timerLabel } from './wording.ts';

interface Described {
  primitive: Primitive;
  role: PrimitiveRole;
  /** Those that have it in hand. */
  threads: readonly ThreadInSight[];
  /** One that completes it. */
  timer: TimerInSight | null;
  /** The library's function that waits with it. */
  through: string | null;
  /** false: there was no time to read it. */
  isRead: boolean;
}

export function describePrimitive(
  context: WaitContext,
  { primitive, role, threads, timer, through, isRead }: Described,
): string {
  const module = context.session.objects.moduleOf(Number(primitive.id));
  const name = nameOf(primitive.type, module);
  // Of a library's own primitive its own function says nothing more.
  const isOwn = through === null || module?.split('.')[0] === through.split(' ')[0];
  const inside = isOwn ? '' : `, in ${through}`;
  return clipped(`${name}${isRead ? state(context, primitive, { role, threads, timer }) : ''}${inside}`);
}

/** `asyncio.Queue`, `anyio.Lock`; of a class of the program's own the bare name. */
function nameOf(type: string, module: string | null): string {
  const [library] = module?.split('.') ?? [];
  if (type.endsWith('MemoryObjectStreamState')) return 'anyio memory object stream';
  return library === 'asyncio' || library === 'anyio' ? `${library}.${type}` : type;
}

function state(
  context: WaitContext,
  primitive: Primitive,
  { role, threads, timer }: Pick<Described, 'role' | 'threads' | 'timer'>,
): string {
  const tasks = withoutWaiters(primitive, role);
  const others = [...(tasks.length === 0 ? [] : [named(context, tasks)]), ...threads.map(threadName)];
  const shown = listed(others.slice(0, MOST_OTHERS), others.length);
  const known = others.length === 0 ? '' : `, in sight of ${shown}`;
  const inSight = timer === null ? known : timerLabel(timer);
  switch (primitive.kind) {
    case 'lock':
    case 'semaphore':
      return held(context, primitive);
    case 'event':
      return inSight === '' ? ' that nobody is seen to set' : `, not set${inSight}`;
    case 'condition':
      return inSight === '' ? ' that nobody is seen to notify' : `, not notified${inSight}`;
    case 'barrier':
      return `, ${primitive.value ?? '?'} of ${primitive.limit ?? '?'} arrived`;
    case 'queue':
      return queue(primitive, role, others.length === 0 ? ACTORS[role] : inSight);
    case 'pool':
      return inSight;
  }
}

/** The tasks, and threads. */
const MOST_OTHERS = 3;

/** So many are looked for one by one: to make a set of 10,000 waiters takes longer. */
const FEW_HOLDERS = 4;

const ACTORS: Record<PrimitiveRole, string> = {
  get: ', nobody is seen to put',
  put: ', nobody is seen to get',
  join: ', nobody is seen to take from it',
  wait: '',
  acquire: '',
};

function queue({ value, limit, unfinished }: Primitive, role: PrimitiveRole, others: string): string {
  if (role === 'join')
    return `, ${counted(unfinished ?? 0, 'item')} not done, ${value ?? '?'} still queued${others}`;
  const size = limit === null || limit <= 0 ? `${value ?? '?'}` : `${value ?? '?'} of ${limit}`;
  if (role === 'put') return `, full (${size})${others}`;
  return `${value === 0 ? ', empty' : ', not empty'} (${size})${others}`;
}

function held(context: WaitContext, { kind, engaged, value, holders }: Primitive): string {
  const inside = holders.filter((one) => one.how === 'acquired');
  if (inside.length > 0) return ` held by ${named(context, inside)}`;
  if (engaged === false) return ', not locked: a wake-up is on its way or was lost';
  const count = kind === 'semaphore' && value !== null ? ` (value ${value})` : '';
  const known = holders.length === 0 ? '' : `, in sight of ${named(context, holders)}`;
  return `${count}, holder not found${known}`;
}

function named({ futures }: WaitContext, holders: readonly Holder[]): string {
  const tasks = [...new Set(holders.map((one) => Number(one.taskId)))];
  return `${tasks.length === 1 ? 'task' : 'tasks'} ${taskNames(futures, tasks)}`;
}

/** Those who wait themselves, on the same side, will not end the wait. */
function withoutWaiters(primitive: Primitive, role: PrimitiveRole): Holder[] {
  const same: Record<PrimitiveRole, readonly string[]> = {
    acquire: primitive.waiters,
    wait: primitive.waiters,
    get: primitive.getters,
    put: primitive.putters,
    join: primitive.joiners,
  };
  const { holders } = primitive;
  if (holders.length <= FEW_HOLDERS) return holders.filter((one) => !same[role].includes(one.taskId));
  const waiters = new Set(same[role]);
  return holders.filter((one) => !waiters.has(one.taskId));
}
