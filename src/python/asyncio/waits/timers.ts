/**
 * Timers of event loops, by what they will touch: the future they complete, the task they cancel, the object whose
 * method they call. `BaseEventLoop._scheduled` (a heap of TimerHandle, base_events.py), and uvloop's own.
 */

import { callableOf } from '../callable.ts';
import { loopTimers } from '../loops/loop-timers.ts';
import { uvTimerHandleDueMs } from '../loops/uvloop.ts';
import type { Session } from '../session.ts';
import { TimerReach } from './timer-reach.ts';

/** Heap order: the soonest are among the first. */
const MAX_TIMERS = 20_000;
const TIMERS_PER_LOOK_AT_CLOCK = 256;
const MAX_ARGUMENTS = 8;
const MAX_TASKS = 16;
/** Where the object that owns a timer keeps whom it will cancel: asyncio and async_timeout, anyio, aiohttp. */
const TASK_ATTRIBUTES = ['_task', '_host_task', '_tasks'] as const;

export interface PendingTimer {
  /** Milliseconds of the loop's clock. */
  whenMs: number;
  /** `self` of the method that it calls: a Timeout, a CancelScope, the future itself; 0 for a plain function. */
  owner: number;
  /** The callback whose code reaches the object by way of others; null for one that touches it itself. */
  by: string | null;
}

/** Of a loop, the soonest by address. */
interface Index {
  touching: Map<number, PendingTimer>;
  /** Those whose callback may also set a timer again in place of it: no limit of the wait, as there is no telling when. */
  rearmed: Map<number, PendingTimer>;
}

export class Timers {
  readonly #session: Session;
  readonly #byLoop = new Map<number, Index>();
  readonly #nowMs: number;
  readonly #reach: TimerReach;

  constructor(session: Session) {
    this.#session = session;
    this.#nowMs = session.system.nowMs();
    this.#reach = new TimerReach(session);
  }

  /** The soonest timer of the loop that will touch the object. */
  touching(loop: number, address: number): PendingTimer | null {
    return this.#of(loop)?.touching.get(address) ?? null;
  }

  /** The soonest timer whose callback either completes the object or sets a timer again. */
  mayTouch(loop: number, address: number): PendingTimer | null {
    return this.#of(loop)?.rearmed.get(address) ?? null;
  }

  #of(loop: number): Index | null {
    if (loop === 0) return null;
    let index = this.#byLoop.get(loop);
    if (index === undefined) {
      index = this.#read(loop);
      this.#byLoop.set(loop, index);
    }
    return index;
  }

  /** From now, never negative: asyncio's clock is CLOCK_MONOTONIC, as the system's. */
  secondsUntil(whenMs: number): number {
    return Math.round(Math.max(0, whenMs - this.#nowMs)) / 1_000;
  }

  /** Of a TimerHandle that has not been cancelled; null for anything else. */
  secondsLeftOf(handle: number): number | null {
    const { objects } = this.#session;
    if (handle === 0) return null;
    if (objects.bool(objects.attribute(handle, '_cancelled')) !== false) {
      const dueMs = uvTimerHandleDueMs(this.#session, handle);
      return dueMs === null ? null : this.secondsUntil(dueMs);
    }
    const when = objects.attribute(handle, '_when');
    const seconds = objects.float(when) ?? objects.int(when);
    return seconds === null ? null : this.secondsUntil(seconds * 1_000);
  }

  #read(loop: number): Index {
    const index: Index = { touching: new Map(), rearmed: new Map() };
    for (const [count, timer] of loopTimers(this.#session, loop, MAX_TIMERS).entries()) {
      if (count % TIMERS_PER_LOOK_AT_CLOCK === 0 && this.#session.outOfTime()) break;
      const facts = callableOf(this.#session, timer.callback);
      const pending = { whenMs: timer.whenMs, owner: facts?.self ?? 0, by: null };
      const touched = this.#touched(timer, pending.owner, facts?.partialArguments ?? []);
      for (const address of touched) addSooner(index.touching, address, pending);
      for (const { address, owner, by, isRearmed } of this.#reach.of(timer)) {
        if (touched.includes(address)) continue;
        addSooner(isRearmed ? index.rearmed : index.touching, address, { whenMs: timer.whenMs, owner, by });
      }
    }
    return index;
  }

  #touched(timer: { arguments: number }, owner: number, partial: readonly number[]): number[] {
    const { objects } = this.#session;
    const touched = [...objects.items(timer.arguments, MAX_ARGUMENTS), ...partial.slice(0, MAX_ARGUMENTS)];
    if (owner === 0) return touched;
    touched.push(owner);
    for (const name of TASK_ATTRIBUTES) {
      const value = objects.attribute(owner, name);
      if (value !== 0) touched.push(value, ...objects.items(value, MAX_TASKS));
    }
    return touched;
  }
}

function addSooner(index: Map<number, PendingTimer>, address: number, timer: PendingTimer): void {
  const known = index.get(address);
  if (known === undefined || known.whenMs > timer.whenMs) index.set(address, timer);
}
