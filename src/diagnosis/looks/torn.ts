/** Looks that met a loop in passing, and stacks that moved while they were read. */
import type { Capture, LoopState, ThreadState } from '../../python/model/capture.ts';

/** Frames below every step of asyncio's own loop (asyncio/base_events.py). */
const MACHINERY = /^(run_forever|_run_once)$/;

/** A loop runs on the thread, and the frames of its machinery are missing. */
export function isTorn({ loops, threads }: Capture): boolean {
  return loops.some((loop) => {
    const thread = threads.find((one) => one.id === loop.threadId);
    return isTornOf(loop, thread?.stack ?? []);
  });
}

/** Likewise of the one thread. */
export function isTornThread({ loops }: Capture, { id, stack }: ThreadState): boolean {
  return loops.some((loop) => loop.threadId === id && isTornOf(loop, stack));
}

function isTornOf({ kind, state }: LoopState, stack: ThreadState['stack']): boolean {
  return kind === 'asyncio' && state === 'running' && !stack.some((place) => MACHINERY.test(place.name));
}

/** A loop is in a step: one look cannot tell whether that lasts. */
export function isInStep({ loops, threads }: Capture): boolean {
  return loops.some(({ threadId, state }) => {
    const thread = threads.find((one) => one.id === threadId);
    return thread !== undefined && state !== 'closed' && thread.waitsFor.kind !== 'selector';
  });
}
