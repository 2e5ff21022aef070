/** What the places of a task's frames tell, found out once for all tasks that stand at the same places. */
import type { CodePlace } from '../../model/frame.ts';
import type { RawTask } from '../raw-task.ts';

export class ByStack<T> {
  readonly #make: (raw: RawTask) => T;
  readonly #known = new Map<readonly CodePlace[], T>();
  /** Tasks of one kind come one after the other. */
  #last: { stack: readonly CodePlace[]; value: T } | null = null;

  /** `make` may look at nothing but the places and codes of the frames. */
  constructor(make: (raw: RawTask) => T) {
    this.#make = make;
  }

  of(raw: RawTask): T {
    const { stack } = raw;
    if (this.#last !== null && this.#last.stack === stack) return this.#last.value;
    let value = this.#known.get(stack);
    if (value === undefined) {
      value = this.#make(raw);
      this.#known.set(stack, value);
    }
    this.#last = { stack, value };
    return value;
  }
}
