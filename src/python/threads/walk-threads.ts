/** The threads of a Python process by way of its thread states: cpython-memory.md, 5.2 and 5.9. */
import type { RawFrame } from '../frames/frames.ts';
import type { Pass } from '../pass.ts';
import { threadIdsInside } from './thread-ids.ts';
import { mainPthreadId, readThreadObjects } from './thread-objects.ts';

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
  const mainPthread = mainPthreadId(objects);
  const ids = threadIdsInside(pass.system, process);
  const walked: WalkedThread[] = [];
  for (const interpreter of pass.interpreters) {
    const holder = gilHolder(pass, interpreter.address);
    for (const state of interpreter.threads) {
      if (pass.outOfTime()) return walked;
      const pthreadId = memory.word(state + layout.thread.threadId);
      // Without the threading module: the oldest thread of the main interpreter, which is the last of the list.
      const isOldest = interpreter === pass.interpreters.at(-1) && state === interpreter.threads.at(-1);
      const isMain = mainPthread === 0 ? isOldest : pthreadId === mainPthread;
      const object = known.get(pthreadId);
      const { nativeThreadId } = layout.thread;
      const inside = nativeThreadId === null ? (object?.nativeId ?? 0) : memory.int64(state + nativeThreadId);
      walked.push({
        state,
        // The main thread's id is the process's, and a fork before 3.11 leaves the parent's in the Thread object.
        id: isMain ? process.pid : (ids.get(inside) ?? 0),
        pthreadId,
        name: object?.name ?? '?',
        daemon: object?.daemon ?? null,
        isMain,
        ownsGil: state === holder,
        frames: frames.ofThread(state),
      });
    }
  }
  return walked;
}

/** The thread state that holds the GIL of an interpreter; 0 when none does, and while a free-threaded build has it off. */
function gilHolder({ memory, layout, runtime }: Pass, interpreter: number): number {
  if (layout.runtime.currentThread !== null) return memory.word(runtime + layout.runtime.currentThread);
  const { gil } = layout.interpreter;
  const state = gil === null ? 0 : memory.word(interpreter + gil.pointer);
  if (gil === null || state === 0 || memory.int32(state + gil.locked) !== 1) return 0;
  return memory.word(state + gil.lastHolder);
}
