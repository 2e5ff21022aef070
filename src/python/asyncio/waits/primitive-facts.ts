/** Reads a primitive's own fields: `asyncio/locks.py`, `queues.py`; the names are the same in 3.8–3.15. */

import { hexId } from '../../hex-id.ts';
import type { Primitive, PrimitiveKind } from '../../model/wait.ts';
import type { Session } from '../session.ts';
import type { CollectedPrimitive, PrimitiveRole } from './primitive-collector.ts';

const MAX_WAITERS = 100_000;
const MAX_OWNERS = 256;
const WAITERS: readonly PrimitiveRole[] = ['acquire', 'wait'];

type Facts = Pick<Primitive, 'engaged' | 'value' | 'limit' | 'unfinished'>;
const NONE: Facts = { engaged: null, value: null, limit: null, unfinished: null };

/** `taskOf`: address of the task that waits for a future, 0 when none does. */
export function readPrimitive(
  session: Session,
  collected: CollectedPrimitive,
  taskOf: (future: number) => number,
): Primitive {
  const { objects } = session;
  const { address, kind } = collected;
  // In the order in which they will be served; of a library's own kind of list only who waits is known.
  const inOrder = (holder: number, name: string, ...roles: PrimitiveRole[]): string[] => {
    const ids: string[] = [];
    for (const future of objects.items(objects.attribute(holder, name), MAX_WAITERS)) {
      const task = taskOf(future);
      if (task !== 0) ids.push(hexId(task));
    }
    return ids.length > 0 ? ids : tasksAs(collected, ...roles);
  };
  const waitersOf = kind === 'barrier' ? objects.attribute(address, '_cond') : address;
  return {
    ...bare(session, address, kind),
    ...facts(session, address, kind),
    waiters: inOrder(waitersOf, '_waiters', ...WAITERS),
    getters: inOrder(address, '_getters', 'get'),
    putters: inOrder(address, '_putters', 'put'),
    joiners: inOrder(objects.attribute(address, '_finished'), '_waiters', 'join'),
    holders: owners(session, address).map((task) => ({
      taskId: hexId(task),
      frameIndex: 0,
      how: 'acquired',
    })),
  };
}

/** anyio's locks and limiters know who has them. */
function owners({ objects }: Session, address: number): number[] {
  const owner = objects.attribute(address, '_owner_task');
  const borrowers = objects.members(objects.attribute(address, '_borrowers'), MAX_OWNERS);
  return [owner, ...borrowers].filter((one) => one !== 0 && !objects.isNone(one));
}

/** Of a primitive for which there was no time: who waits is known from the tasks themselves. */
export function unreadPrimitive(session: Session, collected: CollectedPrimitive): Primitive {
  return {
    ...bare(session, collected.address, collected.kind),
    ...NONE,
    waiters: tasksAs(collected, ...WAITERS),
    getters: tasksAs(collected, 'get'),
    putters: tasksAs(collected, 'put'),
    joiners: tasksAs(collected, 'join'),
  };
}

function tasksAs({ waiting }: CollectedPrimitive, ...roles: PrimitiveRole[]): string[] {
  return waiting
    .filter((one) => roles.includes(one.role))
    .flatMap((one) => [...new Set(one.tasks)].map(hexId));
}

function bare(
  session: Session,
  address: number,
  kind: PrimitiveKind,
): Pick<Primitive, 'id' | 'kind' | 'type' | 'holders'> {
  const type = session.objects.typeName(address).split('.').at(-1) ?? '';
  return { id: hexId(address), kind, type, holders: [] };
}

/** asyncio's names, then anyio's. */
function facts({ objects }: Session, address: number, kind: PrimitiveKind): Facts {
  const attribute = (name: string) => objects.attribute(address, name);
  const number = (...names: string[]) =>
    names.map((name) => objects.int(attribute(name))).find((one) => one !== null) ?? null;
  const length = (...names: string[]) =>
    names.map((name) => objects.length(attribute(name))).find((one) => one !== null) ?? null;
  switch (kind) {
    case 'lock': {
      const owner = attribute('_owner_task');
      return { ...NONE, engaged: owner === 0 ? objects.bool(attribute('_locked')) : !objects.isNone(owner) };
    }
    case 'event':
      return { ...NONE, engaged: objects.bool(attribute('_value')) };
    case 'semaphore': {
      const limit = number('_bound_value', '_max_value', '_total_tokens');
      const borrowed = length('_borrowers');
      const value = number('_value') ?? (limit === null || borrowed === null ? null : limit - borrowed);
      return { ...NONE, value, limit };
    }
    case 'barrier':
      return { ...NONE, value: number('_count'), limit: number('_parties') };
    case 'queue':
      return {
        engaged: null,
        value: length('_queue', 'buffer'),
        limit: number('_maxsize', 'max_buffer_size'),
        unfinished: number('_unfinished_tasks'),
      };
    default:
      return NONE;
  }
}
