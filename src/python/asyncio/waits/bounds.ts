/**
 * Timers that will end a wait: `timeout_handle` of `wait_for` (until 3.11) and `asyncio.wait`, `h` of `sleep`, and the
 * timers that will cancel the task: `asyncio.timeout`, async_timeout, anyio's scopes, a plain `call_later(…, task.cancel)`, or a callback whose code leads there.
 */

import type { RawFrame } from '../../frames/frames.ts';
import type { Bound } from '../../model/wait.ts';
import { callableOf } from '../callable.ts';
import type { RawTask } from '../raw-task.ts';
import type { Session } from '../session.ts';
import { ByStack } from './by-stack.ts';
import type { Timers } from './timers.ts';

const TASKS = '/asyncio/tasks.py';
/** `@contextmanager` within `@contextmanager`. */
const MAX_MANAGERS = 3;
const HANDLE_LOCALS: ReadonlyMap<string, string> = new Map([
  ['sleep', 'h'],
  ['wait_for', 'timeout_handle'],
  ['_wait', 'timeout_handle'],
]);

export class Bounds {
  readonly #session: Session;
  readonly #timers: Timers;
  /** Frames that have a timer of their own, and the local that holds its handle. */
  readonly #handleLocals = new ByStack(handleLocals);

  constructor(session: Session, timers: Timers) {
    this.#session = session;
    this.#timers = timers;
  }

  /** The soonest timer, and the frame that asked for it: the caller of asyncio's function, or whose `async with` it is. */
  of(raw: RawTask): Bound | null {
    const all = this.#all(raw).sort((a, b) => a.secondsLeft - b.secondsLeft);
    const [soonest, ...later] = all;
    if (soonest === undefined) return null;
    const around = later.find((one) => isFurtherOut(one, soonest));
    if (around === undefined || around.frameIndex === null) return soonest;
    return { ...soonest, outer: { secondsLeft: around.secondsLeft, frameIndex: around.frameIndex } };
  }

  #all(raw: RawTask): Bound[] {
    const ofTask = this.#ofTask(raw);
    const found = ofTask === null ? [] : [ofTask];
    for (const { index, name } of this.#handleLocals.of(raw)) {
      const frame = raw.frames[index];
      if (frame === undefined) continue;
      const handle = this.#session.frames.local(frame.address, name);
      const secondsLeft = handle === 0 ? this.#timeoutAround(frame) : this.#timers.secondsLeftOf(handle);
      if (secondsLeft !== null) found.push({ secondsLeft, frameIndex: outsideAsyncio(raw, index) });
    }
    return found;
  }

  /** `wait_for` from 3.12: the bound `__aexit__` of its Timeout (timeouts.py) lies on its stack. */
  #timeoutAround(frame: RawFrame): number | null {
    const { frames, objects } = this.#session;
    for (const value of frames.valueStack(frame.address)) {
      const owner = callableOf(this.#session, value)?.self || value;
      if (!objects.isInstance(owner, 'Timeout')) continue;
      // Once it has fired it has no handle any more, and ends nothing.
      const handle = objects.attribute(owner, '_timeout_handler');
      if (handle === 0 || objects.isNone(handle)) continue;
      const when = objects.float(objects.attribute(owner, '_when'));
      if (when !== null) return this.#timers.secondsUntil(when * 1_000);
    }
    return null;
  }

  #ofTask(raw: RawTask): Bound | null {
    const ofFuture = this.#timers.touching(raw.loop, raw.waiter);
    const timer =
      this.#timers.touching(raw.loop, raw.address) ??
      (ofFuture === null || ofFuture.by === null ? null : ofFuture);
    if (timer === null) return null;
    const secondsLeft = this.#timers.secondsUntil(timer.whenMs);
    const bound = { secondsLeft, frameIndex: this.#frameOf(raw, timer.owner) };
    return timer.by === null ? bound : { ...bound, by: timer.by };
  }

  /** The frame inside whose `with` the owner is. `wait_for` (3.12+) counts as its caller. */
  #frameOf(raw: RawTask, owner: number): number | null {
    if (owner === 0) return null;
    for (let index = raw.frames.length - 1; index >= 0; index -= 1) {
      const frame = raw.frames[index];
      if (frame !== undefined && this.#holds(frame, owner)) return outsideAsyncio(raw, index);
    }
    return null;
  }

  /** As a local, on the value stack, by its bound exit there, or in a `@contextmanager` that is entered. */
  #holds(frame: RawFrame, owner: number, depth = 0): boolean {
    const { frames, objects } = this.#session;
    if (frames.locals(frame.address).some(([, value]) => value === owner)) return true;
    return frames.valueStack(frame.address).some((value) => {
      const object = callableOf(this.#session, value)?.self || value;
      if (object === owner) return true;
      const generator = depth < MAX_MANAGERS ? objects.attribute(object, 'gen') : 0;
      const inner = generator === 0 ? null : frames.ofCoroutine(generator);
      return inner !== null && this.#holds(inner, owner, depth + 1);
    });
  }
}

/** In the same frame a block may stand around a call: which of them is further out, the later timer tells. */
function isFurtherOut(one: Bound, other: Bound): boolean {
  return one.frameIndex !== null && other.frameIndex !== null && one.frameIndex <= other.frameIndex;
}

function handleLocals({ frames }: RawTask): { index: number; name: string }[] {
  return frames.flatMap(({ place: { name, file } }, index) => {
    const local = file.endsWith(TASKS) ? HANDLE_LOCALS.get(name) : undefined;
    return local === undefined ? [] : [{ index, name: local }];
  });
}

/** The frame itself, or the nearest one further out that is not asyncio's own. */
function outsideAsyncio({ frames }: RawTask, index: number): number {
  let outside = index;
  while (outside > 0 && frames[outside]?.place.package === 'asyncio') outside -= 1;
  return outside;
}
