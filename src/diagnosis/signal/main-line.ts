/** A thread's main line: its frames that stand outside of any event loop which it runs, and wait for that. */
import type { CodePlace } from '../../python/model/frame.ts';
import { runsLoop } from '../waits/blocked-loops.ts';

/** The place stands there, and an event loop runs beneath it. */
export function isMainLine(stack: readonly CodePlace[], place: CodePlace): boolean {
  const index = stack.indexOf(place);
  const start = stack.findIndex(isOfLoop);
  return index >= 0 && index < start;
}

/** uvloop has no frames of its own: there the step of a task is the first to be seen. */
function isOfLoop(place: CodePlace): boolean {
  return runsLoop(place) || place.kind === 'coroutine';
}
