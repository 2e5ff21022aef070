/** Everything that a started command has left running: its process group, its session, and whatever came out of it. */

import type { ProcessFacts } from '../target/facts.ts';
import { readFamily } from '../target/family.ts';
import type { Identity } from '../target/signal.ts';
import { isAlive } from '../target/signal.ts';
import { parseStat } from '../target/stat.ts';
import type { System } from '../target/system.ts';
import { orNull } from '../target/system-error.ts';

/** Killing can race with forking: some rounds find the newly born. */
const MAX_ROUNDS = 5;

export class Remains {
  readonly #system: System;
  readonly #rootPid: number;
  readonly #known = new Map<number, Identity>();

  constructor(system: System, rootPid: number) {
    this.#system = system;
    this.#rootPid = rootPid;
  }

  /** Descendants are remembered: once their parent has ended, nothing ties them to the command any more. */
  note(processes: readonly ProcessFacts[]): void {
    for (const { pid, startTicks } of processes) this.#known.set(pid, { pid, startTicks });
  }

  /** Those alive: remembered ones, and the members of the command's session and process group. */
  living(): Identity[] {
    for (const identity of this.#ofSession()) this.#known.set(identity.pid, identity);
    return [...this.#known.values()].filter((identity) => isAlive(this.#system, identity));
  }

  /** Kills them all; returns how many there were. */
  end(): number {
    const ended = new Set<number>();
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const living = this.living();
      if (living.length === 0) break;
      for (const { pid } of living) {
        this.#noteFamily(pid);
        kill(pid);
        ended.add(pid);
      }
    }
    return ended.size;
  }

  #noteFamily(pid: number): void {
    const family = orNullOfLook(() => readFamily(this.#system, pid));
    if (family !== null) this.note(family.descendants);
  }

  #ofSession(): Identity[] {
    const found: Identity[] = [];
    for (const name of this.#system.list('/proc').filter((entry) => /^\d+$/.test(entry))) {
      const text = orNull(() => this.#system.readFile(`/proc/${name}/stat`).toString('latin1'));
      if (text === null) continue;
      const { sessionId, processGroup, startTicks } = parseStat(text);
      if (sessionId === this.#rootPid || processGroup === this.#rootPid)
        found.push({ pid: Number(name), startTicks });
    }
    return found;
  }
}

function orNullOfLook<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
