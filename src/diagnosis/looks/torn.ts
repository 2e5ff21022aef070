/** Stacks that moved while they were read: a loop runs on the thread, and the frames of its machinery are missing. */
import type { Capture } from '../../python/model/capture.ts';

/** Frames below every step of asyncio's own loop (asyncio/base_events.py). */
const MACHINERY = /^(run_forever|_run_once)$/;

export function isTorn({ loops, threads }: Capture): boolean {
  return loops.some((loop) => {
    if (loop.kind !== 'asyncio' || loop.state !== 'running') return false;
    const stack = threads.find((one) => one.id === loop.threadId)?.stack ?? [];
    return !stack.some((place) => MACHINERY.test(place.name));
  });
}
