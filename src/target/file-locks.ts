/** Who has the lock of a file that a process waits for: `/proc/locks`, which lists each blocked lock below the one that blocks it (proc_locks(5)). */
import type { System } from './system.ts';
import { orNull } from './system-error.ts';

const MAX_BYTES = 1 << 20;
/** "3: POSIX  ADVISORY  WRITE 4711 fd:00:131 0 EOF"; of one that waits "3: -> POSIX …". */
const LINE = /^(\d+): ((?:-> )*)(?:FLOCK|POSIX|OFDLCK)\s+\S+\s+\S+ (-?\d+) /;

/**
 * Pid of the process that has it, as Straggler sees it; null where the process waits for none, and for a lock of an open
 * file description, which belongs to no one process. Memory and locks are read one after the other: they may not fit.
 */
export function fileLockHolder(system: System, waitingPid: number): number | null {
  const text = orNull(() => system.readFile('/proc/locks', MAX_BYTES).toString('latin1')) ?? '';
  let holder: { number: string; pid: number } | null = null;
  for (const line of text.split('\n')) {
    const [, number, waits, pid] = LINE.exec(line) ?? [];
    if (number === undefined || pid === undefined) continue;
    if (waits === '') holder = { number, pid: Number(pid) };
    else if (Number(pid) === waitingPid && holder?.number === number)
      return holder.pid > 0 && holder.pid !== waitingPid ? holder.pid : null;
  }
  return null;
}
