/** Exceptions that frames on a thread's stack are handling: cpython-memory.md, 5.5. */
import type { Handling } from '../model/frame.ts';
import type { Pass } from '../pass.ts';
import type { WalkedThread } from './walk-threads.ts';

/**
 * By index into the stack, outermost first. Plain frames of a thread share one slot, which holds the latest exception:
 * the frame that caught it is the first of its traceback. Frames of generators have slots of their own.
 */
export function threadHandlings(pass: Pass, { state, frames }: WalkedThread): Handling[] {
  const { memory, layout, handlings } = pass;
  const found: Handling[] = [];
  const indexOf = (innermostFirst: number) => frames.length - 1 - innermostFirst;
  const exception = memory.word(state + layout.thread.handled);
  if (exception !== 0) {
    const caught = handlings.catchingFrame(exception);
    const at = frames.findIndex(({ address, code }) => address === caught.frame && code === caught.code);
    const handling = at < 0 ? null : handlings.read(exception, indexOf(at));
    if (handling !== null) found.push(handling);
  }
  frames.forEach(({ generator }, at) => {
    if (generator === 0) return;
    const handling = handlings.read(memory.word(generator + layout.generator.handled), indexOf(at));
    if (handling !== null) found.push(handling);
  });
  return found.sort((a, b) => a.frameIndex - b.frameIndex);
}
