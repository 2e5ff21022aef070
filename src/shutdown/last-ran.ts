/** When a process that has ended ran last, as the kernel's scheduler has noted it: of a zombie that is the moment of its exit. */
import type { System } from '../target/system.ts';
import { orNull } from '../target/system-error.ts';

/**
 * On the system's clock; null where the kernel does not say (no CONFIG_SCHED_DEBUG), or the parent has taken the zombie away.
 * `se.exec_start` is in milliseconds of the scheduler's own clock (kernel/sched/debug.c, proc_sched_show_task), which this
 * process, running as it asks, shows the present of.
 */
export function lastRanAtMs(system: System, pid: number): number | null {
  const itsMs = execStartMs(system, String(pid));
  const oursMs = execStartMs(system, 'self');
  if (itsMs === null || oursMs === null || oursMs < itsMs) return null;
  return system.nowMs() - (oursMs - itsMs);
}

function execStartMs(system: System, of: string): number | null {
  const text = orNull(() => system.readFile(`/proc/${of}/sched`).toString('latin1'));
  const found = /^se\.exec_start\s*:\s*(\d+\.\d+)/m.exec(text ?? '')?.[1];
  return found === undefined ? null : Number(found);
}
