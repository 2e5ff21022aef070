/** One container's end in a terminating pod: told by its reports, or by the API server where no report came. */
import type { SeriesKey } from './identity.ts';

export type TerminationOutcome = 'exited' | 'slow' | 'hung';

/** Given out once, when its outcome is known for good: to be counted. */
export interface SettledTermination {
  key: SeriesKey;
  outcome: TerminationOutcome;
  /** From the start of the termination to the end of the process, or to the kill. */
  durationSeconds: number;
  /** null where the grace period is not known. */
  graceSeconds: number | null;
  /** Of the first finding of a `hung` one, `unknown` where there is none; null for the others. */
  cause: string | null;
  source: 'report' | 'pod-watch';
}

/** How a container of a terminating pod ended, as the API server tells. */
export interface ContainerEnding {
  podUid: string;
  key: SeriesKey;
  pod: string;
  node: string | null;
  image: string | null;
  startedAtMs: number;
  graceSeconds: number;
  endedAtMs: number;
  exitCode: number | null;
  signal: number | null;
  reason: 'exit' | 'deadline' | 'oom' | 'eviction';
}
