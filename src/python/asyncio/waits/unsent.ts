/** What a transport was given to write and the kernel has not taken: the other end does not read. */
import type { Session } from '../session.ts';

const MAX_PIECES = 1_000;
/** `PyMemoryViewObject.view.len` behind `PyObject_VAR_HEAD`: the size, mbuf, hash, flags, exports, and of the view buf and obj (memoryobject.h). */
const MEMORYVIEW_LENGTH = 8 + 4 * 8 + 2 * 8;
const MAX_BYTES = 2 ** 40;

/** `_buffer` of a transport over a socket or pipe: a bytearray, from 3.12 on of sockets a deque of memoryviews (asyncio/selector_events.py). */
export function unsentBytes(session: Session, transport: number): number {
  const { objects } = session;
  const buffer = objects.attribute(transport, '_buffer');
  if (buffer === 0) return 0;
  const pieces = objects.typeName(buffer) === 'bytearray' ? [buffer] : objects.items(buffer, MAX_PIECES);
  return pieces.reduce((sum, one) => sum + bytesOf(session, one), 0);
}

function bytesOf({ objects, memory, layout }: Session, object: number): number {
  const type = objects.typeName(object);
  const fields = object + layout.object.headerBytes;
  let length = 0;
  if (type === 'memoryview') length = memory.int64(fields + MEMORYVIEW_LENGTH);
  else if (type === 'bytearray' || type === 'bytes') length = memory.int64(fields);
  return length > 0 && length < MAX_BYTES ? length : 0;
}
