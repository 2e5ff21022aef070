/** The kernel's view of a process's threads: `/proc/PID/task/TID/{status,stat,wchan,syscall}`. */

import type { ThreadFacts } from './facts.ts';
import { parseStat } from './stat.ts';
import { parseStatus } from './status.ts';
import type { Machine } from './syscall-names.ts';
import { syscallName } from './syscall-names.ts';
import type { System } from './system.ts';
import { errorCode, isGone, orNull } from './system-error.ts';

/** Kernel thread ids, main thread first (pids wrap around, so it need not be the lowest). */
export function threadIds(system: System, pid: number, max: number): number[] {
  const ids = system.list(`/proc/${pid}/task`).map(Number);
  const others = ids.filter((id) => id !== pid).sort((a, b) => a - b);
  return (ids.length === others.length ? others : [pid, ...others]).slice(0, max);
}

/** Threads that end while they are read are left out. */
export function readThreads(
  system: System,
  pid: number,
  machine: Machine | null,
  max: number,
): ThreadFacts[] {
  const threads: ThreadFacts[] = [];
  for (const tid of threadIds(system, pid, max)) {
    try {
      threads.push(readThread(system, `/proc/${pid}/task/${tid}`, tid, machine));
    } catch (error) {
      if (errorCode(error) === null) throw error;
      if (!isGone(error)) break;
    }
  }
  return threads;
}

function readThread(system: System, folder: string, tid: number, machine: Machine | null): ThreadFacts {
  const status = parseStatus(system.readFile(`${folder}/status`).toString('utf8'));
  const stat = parseStat(system.readFile(`${folder}/stat`).toString('latin1'));
  const waitChannel = orNull(() => system.readFile(`${folder}/wchan`).toString('latin1').trim());
  const syscall = orNull(() => system.readFile(`${folder}/syscall`).toString('latin1'));
  return {
    tid,
    name: status.name,
    state: status.state,
    waitChannel: waitChannel === '0' || waitChannel === '' ? null : waitChannel,
    syscall: syscall === null ? null : parseSyscall(syscall, machine),
    cpuMs: stat.cpuMs,
    voluntarySwitches: status.voluntarySwitches,
    signals: status.signals,
  };
}

/** `running`, `-1 SP PC` (stopped outside a call), or `NUMBER ARG×6 SP PC`, as `fs/proc/base.c` prints it. */
export function parseSyscall(text: string, machine: Machine | null): ThreadFacts['syscall'] {
  const words = text.trim().split(' ').map(Number);
  const [number] = words;
  if (words.length !== 9 || number === undefined || !Number.isInteger(number) || number < 0) return null;
  return {
    number,
    name: machine === null ? null : syscallName(machine, number),
    arguments: words.slice(1, 7),
    programCounter: words[8] ?? 0,
  };
}
