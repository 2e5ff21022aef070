/** Which processor's system call numbers a process uses, from the header of its executable. */

import type { Machine } from './syscall-names.ts';
import type { System } from './system.ts';
import { orNull } from './system-error.ts';

/** `e_machine` in elf(5). */
const MACHINES: Record<number, Machine> = { 62: 'x86_64', 183: 'aarch64' };
const ELF_CLASS_64 = 2;

/** null when it cannot be read, or is a 32-bit program. */
export function machineOf(system: System, pid: number): Machine | null {
  const header = orNull(() => system.readAt(`/proc/${pid}/exe`, 0, 20));
  if (header === null || header.length < 20 || header[4] !== ELF_CLASS_64) return null;
  return MACHINES[header.readUInt16LE(18)] ?? null;
}
