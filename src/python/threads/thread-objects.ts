/** What `threading` knows of its threads: names and daemon flags (Lib/threading.py, `_active`). */
import type { Objects } from '../objects/objects.ts';

export interface ThreadObject {
  /** `threading.Thread`. */
  address: number;
  name: string;
  daemon: boolean | null;
  /** `_native_id`, from 3.8 on; null when the object has none. */
  nativeId: number | null;
}

const MODULE = 'threading';
const MAX_THREADS = 10_000;

/** By pthread id. Empty when `threading` was never imported. */
export function readThreadObjects(objects: Objects): Map<number, ThreadObject> {
  const threads = new Map<number, ThreadObject>();
  for (const [key, thread] of objects.entries(objects.global(MODULE, '_active'), MAX_THREADS)) {
    const pthreadId = objects.int(key);
    if (pthreadId === null) continue;
    threads.set(pthreadId, {
      address: thread,
      name: objects.str(objects.attribute(thread, '_name')) ?? '?',
      daemon: objects.bool(objects.attribute(thread, '_daemonic')),
      nativeId: objects.int(objects.attribute(thread, '_native_id')),
    });
  }
  return threads;
}

/** `threading._main_thread`; 0 when unknown. */
export function mainPthreadId(objects: Objects): number {
  return objects.int(objects.attribute(objects.global(MODULE, '_main_thread'), '_ident')) ?? 0;
}
