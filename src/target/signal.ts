/** Sending a signal to the process that was looked at, and to no other that got its pid since. */

import type { ProcessFacts } from './facts.ts';
import { LookError } from './look-error.ts';
import { parseStat } from './stat.ts';
import type { System } from './system.ts';
import { errorCode, orNull } from './system-error.ts';

export type Identity = Pick<ProcessFacts, 'pid' | 'startTicks'>;

/** Alive: there, the same process, and no zombie. */
export function isAlive(system: System, { pid, startTicks }: Identity): boolean {
  const text = orNull(() => system.readFile(`/proc/${pid}/stat`).toString('latin1'));
  if (text === null) return false;
  const stat = parseStat(text);
  return stat.startTicks === startTicks && stat.state !== 'Z' && stat.state !== 'X';
}

/**
 * Throws a LookError when the process has gone or may not be signalled. PID 1 is refused unless it is the very process
 * that the user named: a slip there would stop the whole container or machine.
 */
export function sendSignal(
  system: System,
  to: Identity,
  signal: NodeJS.Signals,
  options: { namedByUser: boolean },
): void {
  const { pid } = to;
  if (pid < 1 || (pid === 1 && !options.namedByUser) || pid === process.pid)
    throw new RangeError(`Straggler does not signal process ${pid}`);
  if (!isAlive(system, to)) throw gone(pid);
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) === 'ESRCH') throw gone(pid);
    if (errorCode(error) !== 'EPERM') throw error;
    throw refused(pid, signal);
  }
}

function refused(pid: number, signal: NodeJS.Signals): LookError {
  return new LookError(
    'no-permission',
    `Straggler may not send ${signal} to process ${pid}: it belongs to another user.`,
    "Run Straggler as the target's user or as root, or send the signal yourself and watch with `straggler dump`.",
  );
}

function gone(pid: number): LookError {
  return new LookError(
    'process-gone',
    `Process ${pid} ended before it was sent a signal.`,
    'Look the pid up again: a supervisor may have started another process in its place.',
  );
}
