/** A Python signal handler that runs on top of the frame it interrupted. */
import type { RawFrame } from '../frames/frames.ts';
import type { Pass } from '../pass.ts';

/** `self`, partial arguments, then the signal's number and the interrupted frame. */
const MAX_ARGUMENTS = 8;

/**
 * Index of the innermost handler's frame in a stack given innermost first; null when there is none. Python hands each
 * handler the frame that it interrupted (Modules/signalmodule.c): a frame that has the next outer frame among its
 * arguments is one.
 */
export function signalFrameIndex(pass: Pass, frames: readonly RawFrame[]): number | null {
  for (let index = 0; index + 1 < frames.length; index += 1) {
    const frame = frames[index];
    const interrupted = frames[index + 1];
    if (frame === undefined || interrupted === undefined) continue;
    if (hasFrameArgument(pass, frame, interrupted.address)) return index;
  }
  return null;
}

function hasFrameArgument(pass: Pass, frame: RawFrame, interrupted: number): boolean {
  const { frames, objects, memory, layout } = pass;
  const count = Math.min(memory.int32(frame.code + layout.code.argumentCount), MAX_ARGUMENTS);
  const locals = frames.access.locals(frame.address);
  for (let slot = 0; slot <= count; slot += 1) {
    const value = frames.access.reference(locals + slot * 8);
    if (value === 0) continue;
    // One slot more than there are arguments: the tuple of `*args`.
    const candidates = slot === count ? objects.items(value, MAX_ARGUMENTS) : [value];
    if (candidates.some((candidate) => isFrame(pass, candidate, interrupted))) return true;
  }
  return false;
}

function isFrame({ objects, memory, layout }: Pass, object: number, frame: number): boolean {
  if (object === 0 || objects.typeName(object) !== 'frame') return false;
  return layout.frame.kind === 'object'
    ? object === frame
    : memory.word(object + layout.frame.inFrameObject) === frame;
}
