/** The processes of a started command: which of them is the Python to watch, and what to end when all is over. */

import type { ProcessFacts, ProcessFamily } from '../target/facts.ts';
import { readFamily } from '../target/family.ts';
import { LookError } from '../target/look-error.ts';
import { readProcess } from '../target/process.ts';
import type { Identity } from '../target/signal.ts';
import { isAlive } from '../target/signal.ts';
import type { System } from '../target/system.ts';
import { orNull } from '../target/system-error.ts';
import { pythonVersion, topmostPythons } from './choose-target.ts';
import type { DrillMark } from './drill-mark.ts';
import { carriesMark } from './drill-mark.ts';
import { Remains } from './remains.ts';

export interface DrilledState {
  rootAlive: boolean;
  /** First Python from the started process downwards, or what it became in the background. */
  python: ProcessFacts | null;
}

export class Drilled {
  readonly root: Identity;
  readonly remains: Remains;
  readonly #system: System;
  readonly #mark: DrillMark;
  readonly #outputs = new Set<string>();
  readonly #uid: number;

  constructor(system: System, rootPid: number, mark: DrillMark) {
    this.#system = system;
    this.#mark = mark;
    const facts = this.#readOrNull(rootPid);
    // It may have ended before it could be looked at.
    this.root = facts ?? { pid: rootPid, startTicks: Number.POSITIVE_INFINITY };
    this.#uid = facts?.uid ?? process.getuid?.() ?? 0;
    this.remains = new Remains(system, rootPid);
    for (const fd of [1, 2]) {
      const link = this.#outputLink(rootPid, fd);
      if (link !== null) this.#outputs.add(link);
    }
  }

  look(): DrilledState {
    const family = this.#familyOrNull();
    if (family === null) return { rootAlive: false, python: this.#leftBehind() };
    const { target, descendants } = family;
    this.remains.note([target, ...descendants]);
    const isPython = pythonVersion(this.#system, target.pid) !== null;
    const first = isPython ? target : topmostPythons(this.#system, target, descendants)[0];
    return { rootAlive: true, python: first ?? null };
  }

  #familyOrNull(): ProcessFamily | null {
    try {
      if (!isAlive(this.#system, this.root)) return null;
      return readFamily(this.#system, this.root.pid, { rootPid: this.root.pid });
    } catch (error) {
      if (error instanceof LookError) return null;
      throw error;
    }
  }

  /** The oldest Python that outlived the command it came from. */
  #leftBehind(): ProcessFacts | null {
    this.remains.note(this.#daemons());
    const pythons = this.remains
      .living()
      .filter(({ pid }) => pythonVersion(this.#system, pid) !== null)
      .sort((a, b) => a.startTicks - b.startTicks || a.pid - b.pid);
    const [oldest] = pythons;
    return oldest === undefined ? null : readProcess(this.#system, oldest.pid);
  }

  /** Processes that left the session in which they began (a double fork): they keep the drill's mark, or its output. */
  #daemons(): ProcessFacts[] {
    const names = this.#system.list('/proc').filter((name) => /^\d+$/.test(name));
    return names.flatMap((name) => {
      const facts = this.#readOrNull(Number(name));
      if (facts === null || facts.uid !== this.#uid || facts.startTicks < this.root.startTicks) return [];
      const isKin = carriesMark(this.#system, facts.pid, this.#mark) || this.#hasOurOutput(facts.pid);
      return isKin ? [facts] : [];
    });
  }

  #hasOurOutput(pid: number): boolean {
    return [1, 2].some((fd) => {
      const link = this.#outputLink(pid, fd);
      return link !== null && this.#outputs.has(link);
    });
  }

  /** Only what Straggler gave the command itself tells anything: a pipe or socket, no file that others share. */
  #outputLink(pid: number, fd: number): string | null {
    const link = orNull(() => this.#system.readLink(`/proc/${pid}/fd/${fd}`));
    return link !== null && /^(socket|pipe):/.test(link) ? link : null;
  }

  #readOrNull(pid: number): ProcessFacts | null {
    try {
      return readProcess(this.#system, pid, { maxThreads: 1 });
    } catch {
      return null;
    }
  }
}
