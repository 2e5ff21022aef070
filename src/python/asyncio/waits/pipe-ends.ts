/** Who else has a pipe of the target open: looked for among all processes, so only where a child has ended already. */
import type { PipeHolder } from '../../../target/descriptors.ts';
import { pipeHolders } from '../../../target/descriptors.ts';
import type { ProcessFacts } from '../../../target/facts.ts';
import { processIfThere } from '../../../target/process.ts';
import { orNull } from '../../../target/system-error.ts';
import type { Session } from '../session.ts';

/** A walk over the descriptors of some hundred processes takes a few milliseconds, and many times that on a busy node. */
const SEARCH_MS = 400;
const MOST_PIPES = 8;
const MOST_HOLDERS = 8;
const MOST_ABOVE = 16;

export class PipeEnds {
  readonly #session: Session;
  readonly #known = new Map<number, PipeHolder[]>();

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

  /** Others that can still write into what the process reads; empty where it can itself. */
  otherWriters(fd: number): ProcessFacts[] {
    const { pid } = this.#session.process;
    const writers = this.#holdersOf(fd).filter(({ direction }) => direction !== 'read');
    if (writers.some((one) => one.pid === pid)) return [];
    return this.#factsOf(writers.map((one) => one.pid));
  }

  /**
   * As `otherWriters`, where the child that was to write is not known: empty where one of them is a child of the process or
   * below one, or one of those that started it.
   */
  strayWriters(fd: number): ProcessFacts[] {
    const writers = this.otherWriters(fd);
    const own = this.#session.process.pid;
    const above = new Set([own, ...this.#pidsAbove(own)]);
    const isStray = ({ pid }: ProcessFacts) => !(above.has(pid) || this.#pidsAbove(pid).includes(own));
    return writers.every(isStray) ? writers : [];
  }

  #pidsAbove(pid: number): number[] {
    const pids: number[] = [];
    for (let above = pid; above > 1 && pids.length < MOST_ABOVE; ) {
      above = processIfThere(this.#session.system, above, { maxThreads: 1 })?.parentPid ?? 0;
      if (above > 0) pids.push(above);
    }
    return pids;
  }

  #ofDescriptor(fd: number): ProcessFacts[] {
    return this.#factsOf(this.#holdersOf(fd).map(({ pid }) => pid));
  }

  #factsOf(pids: readonly number[]): ProcessFacts[] {
    const { system, process } = this.#session;
    return [...new Set(pids)]
      .filter((pid) => pid !== process.pid)
      .slice(0, MOST_HOLDERS)
      .flatMap((pid) => processIfThere(system, pid, { maxThreads: 1 }) ?? []);
  }

  #holdersOf(fd: number): PipeHolder[] {
    const { system, process, deadlineMs } = this.#session;
    const link = orNull(() => system.readLink(`/proc/${process.pid}/fd/${fd}`)) ?? '';
    const inode = Number(/^pipe:\[(\d+)\]$/.exec(link)?.[1] ?? 0);
    if (inode === 0) return [];
    let holders = this.#known.get(inode);
    if (holders === undefined) {
      const until = Math.min(deadlineMs, system.nowMs() + SEARCH_MS);
      holders = orNull(() => pipeHolders(system, inode, until)) ?? [];
      this.#known.set(inode, holders);
    }
    return holders;
  }
}
