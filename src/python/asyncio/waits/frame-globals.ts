import type { RawFrame } from '../../frames/frames.ts';
import type { Layout } from '../../layouts/layout.ts';
import type { Session } from '../session.ts';

/** The dict of the module that a frame's function belongs to. */
export function frameGlobals(
  { memory, layout }: Pick<Session, 'memory' | 'layout'>,
  frame: Pick<RawFrame, 'address'>,
): number {
  return memory.word(frame.address + globalsOffset(layout));
}

/** `f_globals` of a PyFrameObject (cpython/frameobject.h, 3.8–3.10) and of a _PyInterpreterFrame (internal/pycore_frame.h). */
function globalsOffset({ frame, minor }: Layout): number {
  if (frame.kind === 'object') return 48;
  return minor === 11 ? 8 : 24;
}
