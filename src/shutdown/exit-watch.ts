/** Notices that a process has ended, and how where that can be seen. */

import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Identity } from '../target/signal.ts';
import { isAlive } from '../target/signal.ts';
import { parseStat } from '../target/stat.ts';
import type { System } from '../target/system.ts';
import { orNull } from '../target/system-error.ts';
import { lastRanAtMs } from './last-ran.ts';

export interface Exit {
  /** On the system's clock: when it was noticed, or, of a zombie that was noticed late, when the kernel last ran it. */
  atMs: number;
  /** When it was last seen alive: the exit lies between the two. */
  aliveAtMs: number;
  /** Wall clock, milliseconds since 1970. */
  wallMs: number;
  /** Both null when only the parent was told. */
  code: number | null;
  signal: string | null;
}

const POLL_MS = 20;
/** On a machine so busy that this process got no turn for longer than this, the kernel is asked when it was. */
const LATE_MS = 100;
/** Node hears of its child's end a moment after the kernel's table shows it. */
const CHILD_EVENT_MS = 500;

export class ExitWatch {
  readonly #system: System;
  readonly #process: Identity;
  /** Straggler's own child, when the watched process is one. */
  readonly #child: ChildProcess | null;
  #exit: Exit | null = null;
  #aliveAtMs: number;

  constructor(system: System, process: Identity, child: ChildProcess | null = null) {
    this.#system = system;
    this.#process = process;
    this.#child = child;
    this.#aliveAtMs = system.nowMs();
  }

  /** Waits until the process has ended, `stop` is aborted, or the time is over (null for both). */
  async wait(forMs: number, stop: AbortSignal): Promise<Exit | null> {
    const untilMs = this.#system.nowMs() + forMs;
    for (;;) {
      const exit = await this.check();
      const leftMs = untilMs - this.#system.nowMs();
      if (exit !== null || stop.aborted || leftMs <= 0) return exit;
      await sleep(Math.min(POLL_MS, leftMs), undefined, { signal: stop }).catch(() => undefined);
    }
  }

  async check(): Promise<Exit | null> {
    if (this.#exit !== null) return this.#exit;
    const atMs = this.#system.nowMs();
    if (isAlive(this.#system, this.#process)) {
      this.#aliveAtMs = atMs;
      return null;
    }
    const when = this.#whenEnded(atMs);
    const wallMs = Date.now() - (atMs - when.atMs);
    const zombie = zombieStatus(this.#system, this.#process);
    const status = zombie ?? (await this.#childStatus());
    this.#exit = { ...when, wallMs, ...status };
    return this.#exit;
  }

  #whenEnded(noticedAtMs: number): Pick<Exit, 'atMs' | 'aliveAtMs'> {
    const aliveAtMs = this.#aliveAtMs;
    if (noticedAtMs - aliveAtMs <= LATE_MS) return { atMs: noticedAtMs, aliveAtMs };
    const ranAtMs = lastRanAtMs(this.#system, this.#process.pid);
    if (ranAtMs === null) return { atMs: noticedAtMs, aliveAtMs };
    const atMs = Math.min(noticedAtMs, Math.max(aliveAtMs, ranAtMs));
    return { atMs, aliveAtMs: atMs };
  }

  async #childStatus(): Promise<Pick<Exit, 'code' | 'signal'>> {
    const child = this.#child;
    if (child === null) return { code: null, signal: null };
    const giveUpAtMs = this.#system.nowMs() + CHILD_EVENT_MS;
    while (child.exitCode === null && child.signalCode === null && this.#system.nowMs() < giveUpAtMs)
      await sleep(1);
    return { code: child.exitCode, signal: child.signalCode };
  }
}

/** The status that waits for the parent: field 52 of `/proc/PID/stat`, shown to those who may look into the process. */
function zombieStatus(system: System, { pid, startTicks }: Identity): Pick<Exit, 'code' | 'signal'> | null {
  const text = orNull(() => system.readFile(`/proc/${pid}/stat`).toString('latin1'));
  if (text === null || parseStat(text).startTicks !== startTicks) return null;
  const status = Number(
    text
      .trimEnd()
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')[49],
  );
  if (!Number.isInteger(status)) return null;
  const signal = status & 0x7f;
  return signal === 0
    ? { code: (status >> 8) & 0xff, signal: null }
    : { code: null, signal: signalName(signal) };
}

function signalName(number: number): string {
  const known = Object.entries(constants.signals).find(([, value]) => value === number);
  return known?.[0] ?? `signal ${number}`;
}
