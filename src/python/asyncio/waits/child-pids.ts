/** Python knows its children by their pids in its own pid namespace; Straggler may sit in an outer one. */
import { childFinder } from '../../../target/children.ts';
import { parseStatus } from '../../../target/status.ts';
import { orNull } from '../../../target/system-error.ts';
import type { Session } from '../session.ts';

export class ChildPids {
  readonly #session: Session;
  #byInnerPid: Map<number, number> | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  /** The pid as Straggler sees it; null for a child that is gone, where the two differ. */
  seen(inner: number | null): number | null {
    const { process } = this.#session;
    if (inner === null || process.namespacePids.length <= 1) return inner;
    this.#byInnerPid ??= this.#read();
    return this.#byInnerPid.get(inner) ?? null;
  }

  #read(): Map<number, number> {
    const { system, process } = this.#session;
    const pids = new Map<number, number>();
    for (const pid of childFinder(system)(process.pid)) {
      const text = orNull(() => system.readFile(`/proc/${pid}/status`).toString('utf8'));
      const inner = text === null ? undefined : parseStatus(text).namespacePids.at(-1);
      if (inner !== undefined) pids.set(inner, pid);
    }
    return pids;
  }
}
