/** Why nothing at all can be said of a target. */
import type { ProcessFacts } from '../target/facts.ts';
import { LookError } from '../target/look-error.ts';
import { parseStat } from '../target/stat.ts';
import type { System } from '../target/system.ts';
import { orNull } from '../target/system-error.ts';

export function notPython({ pid, comm, executable }: ProcessFacts): LookError {
  return new LookError(
    'not-python',
    `Process ${pid} (${executable ?? comm}) is not a Python: none of the files it has mapped is one.`,
    'Give the pid of the Python process itself, for example from `pgrep -af python`; a shell or launcher often stands above it.',
  );
}

/** Throws when the process has ended and only waits for its parent to ask how. */
export function refuseZombie({ pid, parentPid, state }: ProcessFacts): void {
  if (state !== 'Z' && state !== 'X') return;
  throw new LookError(
    'zombie',
    `Process ${pid} has already ended: it is a zombie whose parent ${parentPid} has not asked for its exit status.`,
    `Look at the parent instead (pid ${parentPid}), which has to wait for its children.`,
  );
}

/** Throws when the process ended meanwhile: what was read may be of nothing, or of another process with its pid. */
export function refuseGone(system: System, { pid, startTicks }: ProcessFacts): void {
  const stat = orNull(() => parseStat(system.readFile(`/proc/${pid}/stat`).toString('latin1')));
  if (stat !== null && stat.startTicks === startTicks && stat.state !== 'Z' && stat.state !== 'X') return;
  throw new LookError(
    'process-gone',
    `Process ${pid} ended while it was looked at.`,
    'Nothing needs to be done if it was meant to end.',
  );
}
