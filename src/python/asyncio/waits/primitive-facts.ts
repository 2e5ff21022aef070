/** Reads a primitive's own fields: `asyncio/locks.py`, `queues.py`; the names are the same in 3.8–3.15. */

import { hexId } from '../../hex-id.ts';
import type { Primitive, PrimitiveKind } from '../../model/wait.ts';
import type { Session } from '../session.ts';
import type { CollectedPrimitive, PrimitiveRole } from './primitive-collector.ts';

const MAX_WAITERS = 100_000;

type Facts = Pick<Primitive, 'engaged' | 'value' | 'limit' | 'unfinished'>;
const NONE: Facts = { engaged: null, value: null, limit: null, unfinished: null };

/** `taskOf`: address of the task that waits for a future, 0 when none does. */
export function readPrimitive(
  session: Session,
  { address, kind }: CollectedPrimitive,
  taskOf: (future: number) => number,
): Primitive {
  const { objects } = session;
  const tasksIn = (holder: number, name: string): string[] =>
    objects
      .items(objects.attribute(holder, name), MAX_WAITERS)
      .map(taskOf)
      .filter((task) => task !== 0)
      .map(hexId);
  const waitersOf = kind === 'barrier' ? objects.attribute(address, '_cond') : address;
  return {
    ...bare(session, address, kind),
    ...facts(session, address, kind),
    waiters: tasksIn(waitersOf, '_waiters'),
    getters: tasksIn(address, '_getters'),
    putters: tasksIn(address, '_putters'),
    joiners: tasksIn(objects.attribute(address, '_finished'), '_waiters'),
  };
}

/** Of a primitive for which there was no time: who waits is known from the tasks themselves. */
export function unreadPrimitive(session: Session, { address, kind, waiting }: CollectedPrimitive): Primitive {
  const tasksAs = (...roles: PrimitiveRole[]): string[] =>
    waiting.filter((one) => roles.includes(one.role)).flatMap((one) => [...new Set(one.tasks)].map(hexId));
  return {
    ...bare(session, address, kind),
    ...NONE,
    waiters: tasksAs('acquire', 'wait'),
    getters: tasksAs('get'),
    putters: tasksAs('put'),
    joiners: tasksAs('join'),
  };
}

function bare(
  session: Session,
  address: number,
  kind: PrimitiveKind,
): Pick<Primitive, 'id' | 'kind' | 'type' | 'holders'> {
  const type = session.objects.typeName(address).split('.').at(-1) ?? '';
  return { id: hexId(address), kind, type, holders: [] };
}

function facts({ objects }: Session, address: number, kind: PrimitiveKind): Facts {
  const flag = (name: string) => objects.bool(objects.attribute(address, name));
  const number = (name: string) => objects.int(objects.attribute(address, name));
  switch (kind) {
    case 'lock':
      return { ...NONE, engaged: flag('_locked') };
    case 'event':
      return { ...NONE, engaged: flag('_value') };
    case 'semaphore':
      return { ...NONE, value: number('_value'), limit: number('_bound_value') };
    case 'barrier':
      return { ...NONE, value: number('_count'), limit: number('_parties') };
    case 'queue':
      return {
        engaged: null,
        value: objects.length(objects.attribute(address, '_queue')),
        limit: number('_maxsize'),
        unfinished: number('_unfinished_tasks'),
      };
    default:
      return NONE;
  }
}
