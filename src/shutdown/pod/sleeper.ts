/**
 * What a sidecar in standby becomes: a sleeper of 1.5 MiB in Node's place, with the same pid, whose standard output is the
 * container's log. The watcher that the preStop hook starts writes there (reference/kubernetes.md, section 9).
 */
import { accessSync, constants } from 'node:fs';
import { readContainers } from '../../target/containers.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import type { System } from '../../target/system.ts';
import { orNull } from '../../target/system-error.ts';

/** What the sleeper keeps for the watcher: in its environment, which is Straggler's own. */
const SEEN_VARIABLE = 'STRAGGLER_SEEN';
const FOLDERS = ['/usr/bin', '/bin', '/usr/local/bin'];
const MAX_ENVIRONMENT_BYTES = 128 * 1024;

/** Why it cannot be done, or never returns. `hold`: SIGTERM does not end the sleeper, whoever watches ends it. */
export function becomeSleeper({ hold, seen }: { hold: boolean; seen: string }): string {
  const sleep = programAt('sleep');
  const env = hold ? programAt('env') : null;
  if (sleep === null || (hold && env === null))
    return `the image has no ${sleep === null ? 'sleep' : 'env'} in ${FOLDERS.join(', ')}`;
  if (process.pid === 1)
    return 'as PID 1 of a process namespace of its own it would not die of SIGTERM, and hold up the pod';
  if (typeof process.execve !== 'function')
    return `Node ${process.version} has no process.execve (22.15 and newer have)`;
  const [file, words] =
    env === null ? [sleep, [sleep, 'infinity']] : [env, [env, '--ignore-signal=TERM', sleep, 'infinity']];
  process.execve(file, words, { [SEEN_VARIABLE]: seen });
  return 'process.execve returned';
}

function programAt(name: string): string | null {
  return FOLDERS.map((folder) => `${folder}/${name}`).find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The first process of Straggler's own container: the sleeper, or the resident watcher. null when that is this very process. */
export function ownFirstProcess(system: System): ProcessFacts | null {
  const first = readContainers(system).find(({ isOwn }) => isOwn)?.processes[0] ?? null;
  return first === null || first.pid === process.pid ? null : first;
}

/** What the sleeper was given; null when it is no sleeper of Straggler's, or may not be read. */
export function seenBySleeper(system: System, pid: number): string | null {
  const text = orNull(() => system.readFile(`/proc/${pid}/environ`, MAX_ENVIRONMENT_BYTES).toString('utf8'));
  const prefix = `${SEEN_VARIABLE}=`;
  return (
    text
      ?.split('\0')
      .find((one) => one.startsWith(prefix))
      ?.slice(prefix.length) ?? null
  );
}
