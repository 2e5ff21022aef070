/** Settings of `straggler stop`, and what `drill` shares with it. */

import type { Surroundings } from './environment.ts';
import { UsageError } from './usage-error.ts';
import { parsePid, parsePositiveSeconds } from './values.ts';
import type { ViewFlags, ViewSettings } from './view.ts';
import { parseView } from './view.ts';

export interface WatchSettings {
  graceSeconds: number;
  /** An exit later than this counts as slow. */
  slowSeconds: number;
  /** Slow counts as failed in the exit status. */
  failSlow: boolean;
}

export interface StopSettings {
  view: ViewSettings;
  watch: WatchSettings;
  pid: number;
}

export interface WatchFlags extends ViewFlags {
  grace?: string | undefined;
  slow?: string | undefined;
  failSlow?: boolean | undefined;
}

export interface StopFlags extends WatchFlags {
  pid?: string | undefined;
}

/** Kubernetes' own default, terminationGracePeriodSeconds. */
const DEFAULT_GRACE = '30';
const SLOW_SHARE = 0.8;

export function parseStop(flags: StopFlags, surroundings: Surroundings): StopSettings {
  if (flags.pid === undefined) throw new UsageError('stop needs a PID');
  return Object.freeze({
    view: parseView(flags, surroundings),
    watch: parseWatch(flags),
    pid: parsePid(flags.pid),
  });
}

export function parseWatch(flags: WatchFlags): WatchSettings {
  const graceSeconds = parsePositiveSeconds('--grace', flags.grace ?? DEFAULT_GRACE);
  const slowSeconds =
    flags.slow === undefined ? SLOW_SHARE * graceSeconds : parsePositiveSeconds('--slow', flags.slow);
  if (slowSeconds > graceSeconds)
    throw new UsageError(
      `--slow (${slowSeconds} s) is later than the end of the grace period (${graceSeconds} s)`,
    );
  return Object.freeze({ graceSeconds, slowSeconds, failSlow: flags.failSlow === true });
}
