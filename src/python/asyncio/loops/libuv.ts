/**
 * libuv's structs behind uvloop's objects (`uv.h`, `uv/unix.h`; 64-bit Linux, the same in all of 1.x). A handle refers
 * back to its Python object, which proves that the right thing was found.
 */
import type { MemoryReader } from '../../memory/reader.ts';

/** `uv_timer_t.timeout`: when it is due, in milliseconds of CLOCK_MONOTONIC. */
const TIMER_DUE = 128;
/** `uv_stream_t.io_watcher.fd`. */
const STREAM_FD = 184;
const MAX_FD = 1_048_576;

/** Address of the `uv_handle_t` of a uvloop object, `UVHandle._handle`, its first field; 0 for any other object. */
function uvHandleOf(memory: MemoryReader, object: number, fields: number): number {
  const handle = memory.word(fields);
  return handle !== 0 && memory.word(handle) === object ? handle : 0;
}

/** `fields`: address of the object's first field. */
export function uvTimerDueMs(memory: MemoryReader, object: number, fields: number): number | null {
  const handle = uvHandleOf(memory, object, fields);
  const due = handle === 0 ? 0 : memory.int64(handle + TIMER_DUE);
  return due > 0 ? due : null;
}

export function uvStreamFd(memory: MemoryReader, object: number, fields: number): number | null {
  const handle = uvHandleOf(memory, object, fields);
  const fd = handle === 0 ? -1 : memory.int32(handle + STREAM_FD);
  return fd >= 0 && fd < MAX_FD ? fd : null;
}
