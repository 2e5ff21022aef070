/** Stacks of tasks that run at this moment: their frames stand on a thread's stack, not in an await chain. */
import type { CodePlace, Handling } from '../../model/frame.ts';
import type { Pass } from '../../pass.ts';
import { threadHandlings } from '../../threads/thread-handlings.ts';
import type { WalkedThread } from '../../threads/walk-threads.ts';

export interface RunningStack {
  thread: WalkedThread;
  /** From the task's outermost coroutine to the thread's innermost frame. */
  stack: CodePlace[];
  handling: Handling[];
}

/** Looks up the stack of the task whose outermost coroutine is on a thread. */
export class RunningStacks {
  private readonly pass: Pass;
  private readonly threads: readonly WalkedThread[];

  constructor(pass: Pass, threads: readonly WalkedThread[]) {
    this.pass = pass;
    this.threads = threads;
  }

  of(coroutine: number): RunningStack | null {
    for (const thread of this.threads) {
      const at = thread.frames.findIndex(({ generator }) => generator === coroutine);
      if (at < 0) continue;
      const outside = thread.frames.length - 1 - at;
      const stack = thread.frames.slice(0, at + 1).map(({ place }) => place);
      const handling = threadHandlings(this.pass, thread)
        .filter(({ frameIndex }) => frameIndex >= outside)
        .map((one) => ({ ...one, frameIndex: one.frameIndex - outside }));
      return { thread, stack: stack.reverse(), handling };
    }
    return null;
  }
}
