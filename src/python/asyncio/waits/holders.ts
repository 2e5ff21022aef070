/** Which tasks hold, or know, what other tasks wait for: one look through the frames of all tasks. */

import type { RawFrame } from '../../frames/frames.ts';
import { hexId } from '../../hex-id.ts';
import type { Holder, Wait } from '../../model/wait.ts';
import type { RawTask, TasksAgain } from '../raw-task.ts';
import type { Session } from '../session.ts';
import { AcquireCalls } from './acquired.ts';
import type { Completable } from './completing.ts';
import { Completing } from './completing.ts';
import { HandedAcquires } from './handed-acquires.ts';
import { Managers } from './managers.ts';
import type { PlainFutures } from './plain-futures.ts';
import type { CollectedPrimitive } from './primitive-collector.ts';
import type { FrameReferences } from './references.ts';
import { References } from './references.ts';

const BUDGET_MS = 250;
const TASKS_PER_LOOK_AT_CLOCK = 64;
const MAX_HOLDERS = 256;
const MAX_LOCKS_OF_MANAGERS = 64;
const ENTRY = /^__a?enter__$/;
const EXIT = /^__a?exit__$/;

/** By address of the primitive or future. A task that waits for it holds it only when it also stands inside its `async with`. */
export function findHolders(
  session: Session,
  wanted: { primitives: readonly CollectedPrimitive[]; futures: PlainFutures },
  tasks: TasksAgain,
): Map<number, Holder[]> {
  const holders = new Map<number, Holder[]>();
  const search = new HolderSearch(session, wanted);
  if (search.isEmpty) return holders;
  const endMs = Math.min(session.deadlineMs, session.system.nowMs() + BUDGET_MS);
  let count = 0;
  for (const task of tasks((wait) => !search.isBarren(wait))) {
    if (count % TASKS_PER_LOOK_AT_CLOCK === 0 && session.system.nowMs() > endMs) break;
    count += 1;
    for (const [address, holder] of search.heldBy(task)) {
      const list = holders.get(address);
      if (list === undefined) holders.set(address, [holder]);
      else if (list.length < MAX_HOLDERS) list.push(holder);
    }
  }
  return holders;
}

/** What of a frame of a task was seen. */
interface Seen {
  taskId: string;
  frameIndex: number;
  frame: RawFrame;
  found: FrameReferences;
}

/** No line of its own completes it. */
const ON_EXIT = 0;

/** Of all that is waited for, what an event's `set` or its like completes. */
export function completable(
  primitives: readonly CollectedPrimitive[],
  futures: PlainFutures,
): Map<number, Completable> {
  const kinds = new Map<number, Completable>();
  for (const address of futures.all.keys()) kinds.set(address, 'future');
  for (const { address, kind } of primitives)
    if (kind === 'event' || kind === 'condition') kinds.set(address, kind);
  return kinds;
}

class HolderSearch {
  readonly #session: Session;
  readonly #references: References;
  readonly #calls: AcquireCalls;
  readonly #handed: HandedAcquires;
  readonly #managers: Managers;
  readonly #completing: Completing;
  /** How it is waited for, by address of the primitive, then by the wait. Who waits for a condition has given its lock back. */
  readonly #roles = new Map<number, Map<Wait, string>>();
  readonly #acquirable = new Set<number>();
  /** Roles in the only thing that is searched for, as often in a process whose tasks all wait for one event; else null. */
  readonly #soleRoles: ReadonlyMap<Wait, string> | null;
  readonly isEmpty: boolean;

  constructor(
    session: Session,
    { primitives, futures }: { primitives: readonly CollectedPrimitive[]; futures: PlainFutures },
  ) {
    const meanings = new Map<number, number[]>();
    for (const [address, { waits }] of futures.all) {
      meanings.set(address, [address]);
      this.#roles.set(address, new Map([...waits].map((wait) => [wait, 'wait'])));
    }
    for (const { address, kind, waiting } of primitives) {
      meanings.set(address, [address]);
      if (kind === 'lock' || kind === 'semaphore') this.#acquirable.add(address);
      this.#addRoles(address, waiting);
    }
    for (const { address, kind, waiting } of primitives) {
      const lock = kind === 'condition' ? session.objects.attribute(address, '_lock') : 0;
      if (!meanings.has(lock)) continue;
      meanings.get(address)?.push(lock);
      this.#addRoles(lock, waiting);
    }
    this.#session = session;
    this.isEmpty = meanings.size === 0;
    const [sole] = meanings.keys();
    this.#soleRoles = meanings.size === 1 && sole !== undefined ? (this.#roles.get(sole) ?? null) : null;
    this.#references = new References(session, meanings);
    this.#calls = new AcquireCalls(session);
    this.#handed = new HandedAcquires(session, primitives);
    this.#managers = new Managers(session, this.#references, this.#calls);
    this.#completing = new Completing(session, completable(primitives, futures), (manager) =>
      this.#managers.generatorOf(manager),
    );
  }

  /** Whether who waits so waits for all that is searched for, other than to acquire it: then `heldBy` finds nothing. */
  isBarren(wait: Wait | null): boolean {
    const role = wait === null ? undefined : this.#soleRoles?.get(wait);
    return role !== undefined && role !== 'acquire';
  }

  heldBy(task: RawTask): Map<number, Holder> {
    const held = new Map<number, Holder>();
    const entered = new Map<number, number>();
    const taskId = hexId(task.address);
    task.frames.forEach((frame, frameIndex) => {
      if (frame.place.package === 'asyncio' && frame.place.origin === 'python') return;
      const found = this.#references.of(frame);
      for (const address of found.known) {
        const times = found.entered.get(address) ?? 0;
        entered.set(address, (entered.get(address) ?? 0) + times);
        if (held.get(address)?.how === 'acquired') continue;
        const isHeld = times > 0 || this.#hasAcquired(task, frame, address);
        held.set(address, { ...held.get(address), taskId, frameIndex, how: isHeld ? 'acquired' : 'refers' });
      }
      for (const address of this.#heldByManagers(found.managers, task.frames[frameIndex + 1])) {
        entered.set(address, (entered.get(address) ?? 0) + 1);
        held.set(address, { ...held.get(address), taskId, frameIndex, how: 'acquired' });
      }
      this.#addCompleted(held, { taskId, frameIndex, frame, found });
    });
    for (const [address, holder] of held) {
      const role = task.wait === null ? undefined : this.#roles.get(address)?.get(task.wait);
      if (role === undefined) continue;
      // The `async with` that waits has its exit on the stack already: only a second one says that the task has it.
      if (role === 'acquire' && (entered.get(address) ?? 0) > 1)
        held.set(address, { ...holder, how: 'acquired' });
      else held.delete(address);
    }
    return held;
  }

  #addCompleted(held: Map<number, Holder>, { taskId, frameIndex, frame, found }: Seen): void {
    const add = (address: number, completesAt: number) => {
      const known = held.get(address) ?? { taskId, frameIndex, how: 'refers' };
      if (known.completesAt === undefined) held.set(address, { ...known, frameIndex, completesAt });
    };
    for (const [address, line] of this.#completing.aheadOf(frame, found.known.size > 0)) add(address, line);
    for (const manager of found.managers)
      for (const address of this.#completing.onExitOf(manager)) add(address, ON_EXIT);
  }

  #hasAcquired(task: RawTask, frame: RawFrame, lock: number): boolean {
    if (!(this.#acquirable.has(lock) && this.#calls.hasAcquired(frame, lock))) return false;
    const pending = this.#handed.pendingIn(task, frame, lock);
    return pending === 0 || this.#calls.hasAcquired(frame, lock, { pending });
  }

  /** While an entry is under way (`inner` is its frame), what it takes is not taken yet. */
  #heldByManagers(managers: readonly number[], inner: RawFrame | undefined): number[] {
    if (this.#acquirable.size === 0 || ENTRY.test(inner?.place.name ?? '')) return [];
    const exit = inner !== undefined && EXIT.test(inner.place.name) ? inner : null;
    const all = exit === null ? managers : new Set([...managers, this.#managerLeft(exit)]);
    const locks = [...this.#acquirable].slice(0, MAX_LOCKS_OF_MANAGERS);
    return locks.filter((lock) =>
      [...all].some(
        (one) => this.#managers.holds(one, lock) && !(exit !== null && this.#calls.hasReleased(exit, lock)),
      ),
    );
  }

  /**
   * Who leaves a `with` has taken the exit off its stack to call it: always up to 3.8 (`WITH_CLEANUP_START`), later where no
   * exception made it leave. The method's first local is its manager.
   */
  #managerLeft({ address }: RawFrame): number {
    return this.#session.frames.locals(address)[0]?.[1] ?? 0;
  }

  #addRoles(address: number, waiting: CollectedPrimitive['waiting']): void {
    let roles = this.#roles.get(address);
    if (roles === undefined) {
      roles = new Map();
      this.#roles.set(address, roles);
    }
    for (const { role, waits } of waiting) for (const wait of waits) roles.set(wait, role);
  }
}
