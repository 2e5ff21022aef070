/** A thread that wakes up for a moment, now and then, in the midst of a wait: what the other looks saw of it is what it does. */
import type { Capture, ThreadState } from '../../python/model/capture.ts';
import type { CaptureAt } from '../context.ts';

/** Percent of one core: who computes takes more. */
const LEAST_BUSY = 20;

/** The newest look, its threads with the waits that the latest look before it saw at the same place. */
export function withSettledWaits(captures: readonly CaptureAt[]): CaptureAt[] {
  const newest = captures.at(-1);
  if (newest === undefined || !newest.capture.threads.some(isBriefly)) return [...captures];
  const earlier = captures.slice(0, -1).toReversed();
  const threads = newest.capture.threads.map((thread) =>
    isBriefly(thread) ? settled(thread, earlier) : thread,
  );
  const capture: Capture = { ...newest.capture, threads };
  return [...captures.slice(0, -1), { ...newest, capture }];
}

/** The kernel has just found it running (`R`), which its use of the processor does not bear out. */
function isBriefly({ waitsFor, cpuPercent }: ThreadState): boolean {
  return waitsFor.kind === 'computing' && cpuPercent !== null && cpuPercent < LEAST_BUSY;
}

function settled(thread: ThreadState, earlier: readonly CaptureAt[]): ThreadState {
  const place = placeOf(thread);
  for (const { capture } of earlier) {
    const same = capture.threads.find((one) => one.id === thread.id && placeOf(one) === place);
    if (same !== undefined && same.waitsFor.kind !== 'computing')
      return { ...thread, waitsFor: same.waitsFor };
  }
  return thread;
}

function placeOf({ stack }: ThreadState): string {
  const innermost = stack.at(-1);
  return `${stack.length} ${innermost?.codeId}:${innermost?.line}`;
}
