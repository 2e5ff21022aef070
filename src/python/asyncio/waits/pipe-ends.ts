/** Who else has a pipe of the target open: looked for among all processes, so only where a child has ended already. */
import { pipeHolders } from '../../../target/descriptors.ts';
import type { ProcessFacts } from '../../../target/facts.ts';
import { processIfThere } from '../../../target/process.ts';
import { orNull } from '../../../target/system-error.ts';
import type { Session } from '../session.ts';

/** A walk over the descriptors of some hundred processes takes a few milliseconds, and many times that on a busy node. */
const SEARCH_MS = 400;
const MOST_PIPES = 8;
const MOST_HOLDERS = 8;

export class PipeEnds {
  readonly #session: Session;
  readonly #known = new Map<number, ProcessFacts[]>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Other processes that could still write into (or read from) one of these descriptors. */
  otherHolders(descriptors: readonly number[]): ProcessFacts[] {
    const found = new Map<number, ProcessFacts>();
    for (const fd of descriptors.slice(0, MOST_PIPES)) {
      for (const holder of this.#ofDescriptor(fd)) found.set(holder.pid, holder);
    }
    return [...found.values()].slice(0, MOST_HOLDERS);
  }

  /** Whether the process has ended, be it that nobody has asked for its exit status yet. */
  hasEnded(pid: number): boolean {
    const facts = processIfThere(this.#session.system, pid, { maxThreads: 1 });
    return facts === null || facts.state === 'Z' || facts.state === 'X';
  }

  #ofDescriptor(fd: number): ProcessFacts[] {
    const { system, process, deadlineMs } = this.#session;
    const link = orNull(() => system.readLink(`/proc/${process.pid}/fd/${fd}`)) ?? '';
    const inode = Number(/^pipe:\[(\d+)\]$/.exec(link)?.[1] ?? 0);
    if (inode === 0) return [];
    let holders = this.#known.get(inode);
    if (holders === undefined) {
      const until = Math.min(deadlineMs, system.nowMs() + SEARCH_MS);
      const pids = new Set(
        (orNull(() => pipeHolders(system, inode, until)) ?? [])
          .map(({ pid }) => pid)
          .filter((pid) => pid !== process.pid),
      );
      holders = [...pids]
        .slice(0, MOST_HOLDERS)
        .flatMap((pid) => processIfThere(system, pid, { maxThreads: 1 }) ?? []);
      this.#known.set(inode, holders);
    }
    return holders;
  }
}
