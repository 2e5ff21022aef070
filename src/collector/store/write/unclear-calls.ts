/**
 * Calls that may have settled a termination without their caller knowing: the connection broke at the commit, or the
 * commit came after the caller had given up. What they settled is given to the next one who asks what is overdue.
 */
import type { ContainerName } from '../terminations/termination-batch.ts';
import type { Write } from './write.ts';

const MAX_CALLS = 20_000;

export class UnclearCalls {
  readonly #calls = new Map<string, readonly ContainerName[]>();

  note(call: string, write: Write<unknown>): void {
    if (write.kind === 'termination' && this.#calls.size < MAX_CALLS)
      this.#calls.set(call, write.needs.containers);
  }

  /** At most so many; they are gone from here only when `forget` is called. */
  some(limit: number): { calls: ReadonlySet<string>; containers: readonly ContainerName[] } {
    const some = [...this.#calls].slice(0, limit);
    return { calls: new Set(some.map(([call]) => call)), containers: some.flatMap(([, names]) => names) };
  }

  forget(calls: ReadonlySet<string>): void {
    for (const call of calls) this.#calls.delete(call);
  }
}
