/** The timers that a loop has yet to run: asyncio's heap of TimerHandle, or uvloop's set of them. */

import type { Session } from '../session.ts';
import type { LoopTimer } from './loop-timer.ts';
import { isUvloop, uvloopTimers } from './uvloop.ts';

/** At most `most`, in the heap's order; cancelled ones left out. */
export function loopTimers(session: Session, loop: number, most: number): LoopTimer[] {
  return isUvloop(session, loop) ? uvloopTimers(session, loop, most) : heapTimers(session, loop, most);
}

function heapTimers({ objects }: Session, loop: number, most: number): LoopTimer[] {
  const timers: LoopTimer[] = [];
  for (const handle of objects.items(objects.attribute(loop, '_scheduled'), most)) {
    const due = objects.attribute(handle, '_when');
    const when = objects.float(due) ?? objects.int(due);
    const callback = objects.attribute(handle, '_callback');
    // `cancel()` sets the callback to None.
    if (when === null || callback === 0 || objects.isNone(callback)) continue;
    timers.push({ whenMs: when * 1_000, callback, arguments: objects.attribute(handle, '_args') });
  }
  return timers;
}
