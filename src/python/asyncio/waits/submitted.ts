/** Coroutines that `run_coroutine_threadsafe` has handed to a loop which has not begun them (asyncio/tasks.py). */
import { hexId } from '../../hex-id.ts';
import type { Wait } from '../../model/wait.ts';
import { callableOf } from '../callable.ts';
import { callbackOf } from '../loops/handles.ts';
import { readLoopFields } from '../loops/loop-fields.ts';
import type { Session } from '../session.ts';

const MAX_READY = 1_000;
/** Waits that are looked up: a loop that is held has few of them before others have begun to fail. */
const MAX_WAITS = 100;
/** What `run_coroutine_threadsafe` gives to the loop. */
const SUBMITTED = 'run_coroutine_threadsafe.<locals>.callback';

/** Address of the loop before which the coroutine lies whose end the concurrent future tells; 0 for none. */
export function loopThatHasNotBegun(session: Session, loops: Iterable<number>, future: number): number {
  for (const loop of loops) {
    const { ready } = readLoopFields(session, loop);
    for (const handle of session.objects.items(ready, MAX_READY)) {
      const facts = callableOf(session, callbackOf(session, handle));
      if (facts?.qualifiedName !== SUBMITTED) continue;
      if (facts.closure().some(([name, value]) => name === 'future' && value === future)) return loop;
    }
  }
  return 0;
}

/** Waits of tasks for such a coroutine in another loop. Which loops there are is only known when every task was read. */
export class SubmittedCoroutines {
  readonly loops = new Set<number>();
  readonly #waits: { future: number; wait: Wait }[] = [];

  add(future: number, wait: Wait): void {
    if (this.#waits.length < MAX_WAITS) this.#waits.push({ future, wait });
  }

  finish(session: Session): void {
    for (const { future, wait } of this.#waits) {
      const loop = wait.on.kind === 'thread-job' ? loopThatHasNotBegun(session, this.loops, future) : 0;
      if (loop === 0) continue;
      wait.on = { kind: 'submitted', loopId: hexId(loop) };
      wait.description = 'a coroutine that another event loop has not begun';
    }
  }
}
