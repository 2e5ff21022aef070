/** A launcher that got the signal and outlives the Python below it: what the kubelet waits for is the launcher. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Capture } from '../python/model/capture.ts';
import { LAUNCHER_LEFT } from '../report/launcher-left.ts';
import type { Limit } from '../report/report.ts';
import { isAlive } from '../target/signal.ts';
import { parseStat } from '../target/stat.ts';
import type { System } from '../target/system.ts';
import { orNull } from '../target/system-error.ts';

const POLL_MS = 50;
const MOST_NAMED = 3;

export interface LauncherLeftOptions {
  system: System;
  /** From before the signal. */
  before: Capture | undefined;
  sentToPid: number | undefined;
  /** Of the grace period. */
  leftMs: () => number;
  interrupted: AbortSignal;
}

/** null where it ends within the grace period, as a script does that waits for its program. */
export async function launcherLeft(options: LauncherLeftOptions): Promise<Limit | null> {
  const { system, before, sentToPid, leftMs, interrupted } = options;
  const launcher = before?.family.ancestors.find(({ pid }) => pid === sentToPid);
  if (before === undefined || launcher === undefined) return null;
  while (isAlive(system, launcher)) {
    if (interrupted.aborted) return null;
    if (leftMs() <= 0) {
      const pids = before.pythonRelatives.map(({ pid }) => pid).filter((pid) => isThere(system, pid));
      const beside =
        pids.length === 0
          ? ''
          : `, and so does Python below it (pid ${pids.slice(0, MOST_NAMED).join(', ')})`;
      return {
        code: LAUNCHER_LEFT,
        sentence: `${launcher.comm} (pid ${launcher.pid}: ${launcher.command.join(' ').slice(0, 120)}), which got the signal, still runs at the end of the grace period, though the Python process that was watched has ended${beside}: a container lives until its first process ends, and is killed then.`,
        fix: 'Let the script end with its program (`exec`, or `wait` and then `exit`), and let it pass the signal on to all that it has started. `straggler stop` on another Python below it says what keeps that one.',
      };
    }
    await sleep(Math.min(POLL_MS, leftMs()), undefined, { signal: interrupted }).catch(() => undefined);
  }
  return null;
}

function isThere(system: System, pid: number): boolean {
  const state = orNull(() => parseStat(system.readFile(`/proc/${pid}/stat`).toString('latin1')).state);
  return state !== null && state !== 'Z' && state !== 'X';
}
