/**
 * Calls of `acquire` whose coroutine a task of its own runs (`ensure_future`, `gather`, `wait_for` until 3.11), and that still
 * waits: whoever made the call has nothing by it.
 */
import type { RawFrame } from '../../frames/frames.ts';
import { hexId } from '../../hex-id.ts';
import type { Wait } from '../../model/wait.ts';
import type { RawTask } from '../raw-task.ts';
import type { Session } from '../session.ts';
import type { CollectedPrimitive } from './primitive-collector.ts';

const MAX_ATTRIBUTES = 64;
const MAX_MEMBERS = 64;
const SEQUENCES: ReadonlySet<string> = new Set(['list', 'tuple', 'collections.deque']);

export class HandedAcquires {
  readonly #session: Session;
  readonly #primitives = new Map<number, CollectedPrimitive>();
  /** Ids of the tasks that run nothing but `acquire` of a lock and wait in it, by address of the lock. */
  readonly #waiting = new Map<number, ReadonlySet<string>>();

  constructor(session: Session, primitives: readonly CollectedPrimitive[]) {
    this.#session = session;
    for (const one of primitives) this.#primitives.set(one.address, one);
  }

  /** How many of those on the lock the frame has made, as far as its task awaits them or the frame has them in hand. */
  pendingIn(task: RawTask, frame: RawFrame, lock: number): number {
    const waiting = this.#waitingFor(lock);
    if (waiting.size === 0) return 0;
    const found = new Set(awaitedTasks(task.wait).filter((id) => waiting.has(id)));
    for (const value of this.#inHand(frame)) {
      const id = hexId(value);
      if (waiting.has(id)) found.add(id);
    }
    return found.size;
  }

  #waitingFor(lock: number): ReadonlySet<string> {
    const known = this.#waiting.get(lock);
    if (known !== undefined) return known;
    const waiting = this.#primitives.get(lock)?.waiting.filter(({ role }) => role === 'acquire') ?? [];
    const found = new Set(waiting.flatMap(({ bareTasks }) => bareTasks.map(hexId)));
    this.#waiting.set(lock, found);
    return found;
  }

  /** Locals, what is in them where they are containers, and the attributes of `self`. */
  #inHand(frame: RawFrame): number[] {
    const { frames, objects } = this.#session;
    const near = frames.locals(frame.address).map(([, value]) => value);
    const self = frames.local(frame.address, 'self');
    if (self !== 0) near.push(...objects.attributes(self, MAX_ATTRIBUTES).map(([, value]) => value));
    return near.flatMap((value) => [value, ...this.#members(value)]);
  }

  #members(container: number): number[] {
    const { objects } = this.#session;
    const type = objects.typeName(container);
    if (SEQUENCES.has(type)) return objects.items(container, MAX_MEMBERS);
    if (type === 'set') return objects.members(container, MAX_MEMBERS);
    if (type === 'dict') return objects.entries(container, MAX_MEMBERS).flat();
    return [];
  }
}

function awaitedTasks(wait: Wait | null): readonly string[] {
  const on = wait?.on;
  if (on?.kind === 'task') return [on.taskId];
  if (on?.kind === 'tasks') return on.pending;
  return on?.kind === 'shield' ? on.innerTaskIds : [];
}
