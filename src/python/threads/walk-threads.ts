/** The threads of a Python process by way of its thread states: cpython-memory.md, 5.2 and 5.9. */
import type { RawFrame } from '../frames/frames.ts';
import type { Pass } from '../pass.ts';
import { threadIdsInside } from './thread-ids.ts';
import type { ThreadObject } from './thread-objects.ts';
import { mainPthreadId, readThreadObjects } from './thread-objects.ts';

/** What threading calls it (Lib/threading.py). */
const MAIN_THREAD = 'MainThread';

export interface WalkedThread {
  /** Address of its PyThreadState. */
  readonly state: number;
  /** Kernel thread id; 0 when it cannot be told. */
  readonly id: number;
  readonly pthreadId: number;
  readonly name: string;
  readonly daemon: boolean | null;
  readonly isMain: boolean;
  readonly ownsGil: boolean;
  /** Innermost first. */
  readonly frames: readonly RawFrame[];
}

export function walkThreads(pass: Pass): WalkedThread[] {
  const { memory, layout, objects, frames, process } = pass;
  const known = readThreadObjects(objects);
  const main = mainState(pass);
  const ids = threadIdsInside(pass.system, process);
  const walked: WalkedThread[] = [];
  for (const interpreter of pass.interpreters) {
    const holder = gilHolder(pass, interpreter.address);
    for (const state of interpreter.threads) {
      if (pass.outOfTime()) return walked;
      const pthreadId = memory.word(state + layout.thread.threadId);
      const isMain = state === main;
      const object = known.get(pthreadId);
      const { nativeThreadId } = layout.thread;
      const inside = nativeThreadId === null ? (object?.nativeId ?? 0) : memory.int64(state + nativeThreadId);
      walked.push({
        state,
        // The main thread's id is the process's, and a fork before 3.11 leaves the parent's in the Thread object.
        id: isMain ? process.pid : (ids.get(inside) ?? 0),
        pthreadId,
        name: nameOf(object, isMain),
        daemon: object?.daemon ?? null,
        isMain,
        ownsGil: state === holder,
        frames: frames.ofThread(state),
      });
    }
  }
  return joined(walked);
}

/**
 * A thread that runs code in another interpreter (InterpreterPoolExecutor, `_interpreters.call`) has a state in each: newer
 * interpreters come first, as what was called last comes first of frames.
 */
function joined(walked: readonly WalkedThread[]): WalkedThread[] {
  // Of a thread that only begins the id is not known.
  const byThread = new Map<number, WalkedThread>();
  for (const one of walked) {
    const inner = one.pthreadId === 0 ? undefined : byThread.get(one.pthreadId);
    byThread.set(
      one.pthreadId,
      inner === undefined
        ? one
        : { ...one, ownsGil: one.ownsGil || inner.ownsGil, frames: [...inner.frames, ...one.frames] },
    );
  }
  return [...byThread.values()];
}

function nameOf(object: ThreadObject | undefined, isMain: boolean): string {
  return object?.name ?? (isMain ? MAIN_THREAD : '?');
}

/**
 * By the id that threading knows; where it knows none, or one that no thread has (gevent and eventlet put a greenlet's
 * there), the oldest thread of the main interpreter, which is the last of the list.
 */
function mainState({ memory, layout, interpreters, objects }: Pass): number {
  const states = interpreters.flatMap(({ threads }) => threads);
  const known = mainPthreadId(objects);
  const byId = states.find((state) => memory.word(state + layout.thread.threadId) === known);
  return byId ?? interpreters.at(-1)?.threads.at(-1) ?? 0;
}

/** The thread state that holds the GIL of an interpreter; 0 when none does, and while a free-threaded build has it off. */
function gilHolder({ memory, layout, runtime }: Pass, interpreter: number): number {
  if (layout.runtime.currentThread !== null) return memory.word(runtime + layout.runtime.currentThread);
  const { gil } = layout.interpreter;
  const state = gil === null ? 0 : memory.word(interpreter + gil.pointer);
  if (gil === null || state === 0 || memory.int32(state + gil.locked) !== 1) return 0;
  return memory.word(state + gil.lastHolder);
}
