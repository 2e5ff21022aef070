import type { RawFrame } from '../../frames/frames.ts';
import type { Session } from '../session.ts';
import { frameGlobals } from './frame-globals.ts';

/** The object that a dotted name means in a frame: a local or a global, and attributes from there; 0 when it is none. */
export function resolveName(
  session: Session,
  frame: RawFrame,
  [first = '', ...rest]: readonly string[],
): number {
  const { objects, frames } = session;
  let object = frames.local(frame.address, first) || objects.dictGet(frameGlobals(session, frame), first);
  for (const name of rest) object = objects.attribute(object, name);
  return object;
}
