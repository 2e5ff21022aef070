/** Everything that a started command has left running: its process group, its session, and whatever came out of it. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessFacts } from '../target/facts.ts';
import { readFamily } from '../target/family.ts';
import type { Identity } from '../target/signal.ts';
import { isAlive } from '../target/signal.ts';
import { parseStat } from '../target/stat.ts';
import type { System } from '../target/system.ts';
import { orNull } from '../target/system-error.ts';

const MAX_END_MS = 3000;
const POLL_MS = 10;

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

  /** Kills them all, and waits (not for long) until the kernel has taken them down. Returns how many there were. */
  async end(): Promise<number> {
    const ended = new Set<number>();
    const giveUpAtMs = this.#system.nowMs() + MAX_END_MS;
    for (;;) {
      const living = this.living();
      if (living.length === 0 || this.#system.nowMs() > giveUpAtMs) return ended.size;
      for (const { pid } of living) {
        // What it has started in the meantime belongs to it.
        this.#noteFamily(pid);
        kill(pid);
        ended.add(pid);
      }
      await sleep(POLL_MS);
    }
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
