/** Whether a process has run between two moments, told by the kernel: if it has not, nothing that was read can have moved. */
import type { System } from '../../../target/system.ts';
import { orNull } from '../../../target/system-error.ts';

/** Asking each of many threads costs more than reading what they may have changed once more. */
const MAX_THREADS = 8;
const STATE = /^State:\s+(\w)/m;
const SWITCHES = /^(?:non)?voluntary_ctxt_switches:\s+\d+/gm;
const RUNNING = 'R';

export class MovementWatch {
  private readonly system: System;
  private readonly folder: string;
  /** Null where the kernel does not tell: it then counts as moving. */
  private last: string | null;

  constructor(system: System, pid: number) {
    this.system = system;
    this.folder = `/proc/${pid}/task`;
    this.last = this.look();
  }

  /** Whether any thread may have run since the last call (or since the watch began). */
  hasMoved(): boolean {
    const before = this.last;
    this.last = this.look();
    return before === null || this.last !== before;
  }

  /** A thread that sleeps and was switched as often as before has not run in between, nor made another (proc_pid_status(5)). */
  private look(): string | null {
    const { system, folder } = this;
    const threads = orNull(() => system.list(folder)) ?? [];
    if (threads.length === 0 || threads.length > MAX_THREADS) return null;
    let text = '';
    for (const tid of threads) {
      const status = orNull(() => system.readFile(`${folder}/${tid}/status`).toString('latin1'));
      const state = status === null ? undefined : STATE.exec(status)?.[1];
      const switches = status === null ? null : status.match(SWITCHES);
      if (state === undefined || state === RUNNING || switches?.length !== 2) return null;
      text += `${tid} ${switches.join(' ')}\n`;
    }
    return text;
  }
}
