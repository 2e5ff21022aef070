/**
 * What of uvloop's C objects can be told from outside. Its classes are Cython's: fields lie in the order of the .pxd files
 * (`loop.pxd`, `cbhandles.pxd`, `handles/*.pxd`, the same since 0.14) behind the object header and a pointer to the
 * methods. What moves is found by the type of what a field refers to, never by a number alone.
 */
import type { Session } from '../session.ts';
import { uvTimerDueMs } from './libuv.ts';
import type { LoopTimer } from './loop-timer.ts';

/** Between the object header and the first field. */
const METHODS_BYTES = 8;
/** Of a loop's fields; behind these comes a buffer of 256 KB. */
const LOOP_BYTES = 376;
const MAX_MEMBERS = 32;

/** From the first field on. */
const TIMER_HANDLE = { callback: 0, arguments: 8, timer: 24 } as const;
const HANDLE = { name: 24, kind: 32, callback: 48, arguments: 56 } as const;
/** `cb_type` of a handle made by `call_soon`; the others call uvloop's own methods. */
const PLAIN_CALLBACK = 1;

export function isUvloop({ objects }: Session, loop: number): boolean {
  return objects.isInstance(loop, 'uvloop.loop.Loop');
}

export interface UvloopFields {
  closed: boolean;
  stopping: boolean;
  /** pthread id; 0 when nobody runs it. */
  threadId: number;
  ready: number;
  timers: number;
  signalHandlers: number;
  executor: number;
}

/** 0 and false for what is not found. */
export function uvloopFields(session: Session, loop: number): UvloopFields {
  const { objects, memory } = session;
  const fields = fieldsOf(session, loop);
  const found: UvloopFields = {
    closed: false,
    stopping: false,
    threadId: 0,
    ready: 0,
    timers: 0,
    signalHandlers: 0,
    executor: 0,
  };
  let flags = 0;
  for (let offset = 0; offset < LOOP_BYTES; offset += 8) {
    const value = memory.word(fields + offset);
    const name = looksLikeAddress(value) ? objects.typeName(value) : '';
    // `slow_callback_duration`, the only float, comes right before the flags.
    if (name === 'float' && flags === 0) flags = offset + 8;
    else if (name === 'collections.deque' && found.ready === 0) found.ready = value;
    else if (name === 'set' && holds(session, value, 'uvloop.loop.TimerHandle')) found.timers = value;
    else if (name === 'dict' && keeps(session, value, 'uvloop.loop.Handle')) found.signalHandlers = value;
    else if (name.endsWith('Executor') && found.executor === 0) found.executor = value;
  }
  if (flags === 0) return found;
  found.closed = memory.int32(fields + flags) === 1;
  found.stopping = memory.int32(fields + flags + 12) === 1;
  found.threadId = memory.int32(fields + flags + 8) === 1 ? memory.word(fields + flags + 16) : 0;
  return found;
}

export function uvloopTimers(session: Session, loop: number, most: number): LoopTimer[] {
  const { objects, memory } = session;
  const timers: LoopTimer[] = [];
  for (const handle of objects.members(uvloopFields(session, loop).timers, most)) {
    const whenMs = uvTimerHandleDueMs(session, handle);
    const fields = fieldsOf(session, handle);
    const callback = memory.word(fields + TIMER_HANDLE.callback);
    if (whenMs === null || callback === 0 || objects.isNone(callback)) continue;
    timers.push({ whenMs, callback, arguments: memory.word(fields + TIMER_HANDLE.arguments) });
  }
  return timers;
}

/** null for a handle that was cancelled (it has no timer any more), and for anything else. */
export function uvTimerHandleDueMs(session: Session, handle: number): number | null {
  const { objects, memory } = session;
  if (objects.typeName(handle) !== 'uvloop.loop.TimerHandle') return null;
  const timer = memory.word(fieldsOf(session, handle) + TIMER_HANDLE.timer);
  return objects.typeName(timer) === 'uvloop.loop.UVTimer'
    ? uvTimerDueMs(memory, timer, fieldsOf(session, timer))
    : null;
}

export interface UvloopCallback {
  callback: number;
  arguments: number;
  /** Of uvloop's own callbacks: `UVStream._on_connect`. */
  name: string | null;
}

/** Of a `uvloop.loop.Handle`; null for anything else. */
export function uvloopCallback(session: Session, handle: number): UvloopCallback | null {
  const { objects, memory } = session;
  if (objects.typeName(handle) !== 'uvloop.loop.Handle') return null;
  const fields = fieldsOf(session, handle);
  if (memory.int32(fields + HANDLE.kind) !== PLAIN_CALLBACK)
    return { callback: 0, arguments: 0, name: objects.str(memory.word(fields + HANDLE.name)) };
  return {
    callback: memory.word(fields + HANDLE.callback),
    arguments: memory.word(fields + HANDLE.arguments),
    name: null,
  };
}

const OBJECT_BYTES = 488;

/** The first object of such a type that a C object refers to; 0 when there is none. */
export function referenceTo(session: Session, object: number, typeName: RegExp): number {
  const { objects, memory } = session;
  const fields = fieldsOf(session, object);
  for (let offset = 0; object !== 0 && offset < OBJECT_BYTES; offset += 8) {
    const value = memory.word(fields + offset);
    if (looksLikeAddress(value) && typeName.test(objects.typeName(value))) return value;
  }
  return 0;
}

/** Address of the first field. */
export function fieldsOf({ layout }: Session, object: number): number {
  return object + layout.object.headerBytes + METHODS_BYTES;
}

function looksLikeAddress(value: number): boolean {
  return value > 0x1_0000 && value % 8 === 0;
}

function holds({ objects }: Session, set: number, typeName: string): boolean {
  return objects.members(set, MAX_MEMBERS).some((one) => objects.typeName(one) === typeName);
}

function keeps({ objects }: Session, dict: number, typeName: string): boolean {
  return objects.entries(dict, MAX_MEMBERS).some(([, value]) => objects.typeName(value) === typeName);
}
