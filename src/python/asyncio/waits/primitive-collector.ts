/** Collects the primitives on which tasks wait, while tasks are named: one shared Wait for all who wait alike. */

import { AddressMap } from '../../address-map.ts';
import { hexId } from '../../hex-id.ts';
import type { CodePlace } from '../../model/frame.ts';
import type { PrimitiveKind, Wait } from '../../model/wait.ts';
import type { RawTask } from '../raw-task.ts';

export type PrimitiveRole = 'acquire' | 'wait' | 'get' | 'put' | 'join';

/** Those who wait for one primitive in one role. */
export interface Waiting {
  readonly role: PrimitiveRole;
  /** The shared wait. */
  readonly wait: Wait;
  /** The shared wait and copies of it that have a bound: all get the description. */
  readonly waits: Wait[];
  /** Addresses of tasks, in the order in which they were named; one that was named again is there again. */
  readonly tasks: number[];
  /** Those that run nothing of the user's or a library's: the task was made of the primitive's own coroutine. */
  readonly bareTasks: number[];
}

export interface CollectedPrimitive {
  readonly address: number;
  readonly kind: PrimitiveKind;
  readonly waiting: Waiting[];
  /** The library function that waits with it: `asyncpg Pool.acquire`; null when the user's code does. */
  readonly through: string | null;
}

export class PrimitiveCollector {
  readonly all = new Map<number, CollectedPrimitive>();
  /** Of the tasks that wait for any. */
  readonly loops = new Set<number>();
  readonly #taskByFuture = new AddressMap();

  /** The task that waits for a future which a primitive keeps; 0 when it is nobody's. */
  taskOf(future: number): number {
    return this.#taskByFuture.get(future);
  }

  wait(raw: RawTask, of: { address: number; kind: PrimitiveKind; role: PrimitiveRole }): Wait {
    let primitive = this.all.get(of.address);
    if (primitive === undefined) {
      primitive = { address: of.address, kind: of.kind, waiting: [], through: libraryCaller(raw) };
      this.all.set(of.address, primitive);
    }
    let waiting = waitingIn(primitive, of.role);
    if (waiting === undefined) {
      const on = { kind: 'primitive', primitiveId: hexId(of.address), role: of.role } as const;
      const wait: Wait = { on, description: '', bound: null };
      waiting = { role: of.role, wait, waits: [wait], tasks: [], bareTasks: [] };
      primitive.waiting.push(waiting);
    }
    waiting.tasks.push(raw.address);
    if (waiting.tasks.length === 1) this.loops.add(raw.loop);
    const outermost = raw.frames[0]?.place;
    if (outermost?.package === 'asyncio' && outermost.origin === 'python')
      waiting.bareTasks.push(raw.address);
    this.#taskByFuture.set(raw.waiter, raw.address);
    return waiting.wait;
  }

  /** A copy of a shared wait with its own bound, to be described like it. */
  bounded(wait: Wait, bound: Wait['bound']): Wait {
    const copy: Wait = { ...wait, bound };
    if (wait.on.kind !== 'primitive') return copy;
    const waiting = this.#waitingOf(wait);
    waiting?.waits.push(copy);
    return copy;
  }

  #waitingOf(wait: Wait): Waiting | undefined {
    const { on } = wait;
    if (on.kind !== 'primitive') return undefined;
    return this.all.get(Number(on.primitiveId))?.waiting.find((one) => one.role === on.role);
  }
}

/** Without a closure: this is the path that 100,000 tasks take. */
function waitingIn({ waiting }: CollectedPrimitive, role: PrimitiveRole): Waiting | undefined {
  for (const one of waiting) if (one.role === role) return one;
  return undefined;
}

/** What the user's code called: the outermost frame of the library in whose frames asyncio's stand. */
function libraryCaller({ frames }: RawTask): string | null {
  let caller: CodePlace | null = null;
  for (let index = frames.length - 1; index >= 0; index -= 1) {
    const place = frames[index]?.place;
    if (place === undefined || (caller !== null && place.package !== caller.package)) break;
    if (place.origin === 'user') return null;
    if (place.origin === 'library') caller = place;
  }
  return caller === null ? null : `${caller.package ?? 'a library'} ${caller.function}`;
}
