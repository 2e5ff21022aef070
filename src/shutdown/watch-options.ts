/** What one watch is given. */

import type { ProcessObserver } from '../python/observer.ts';
import type { Pod, Report } from '../report/report.ts';
import type { ProcessFacts } from '../target/facts.ts';
import type { Identity } from '../target/signal.ts';
import type { System } from '../target/system.ts';
import type { Beginning } from './beginning.ts';
import type { ExitWatch } from './exit-watch.ts';
import type { Timeline } from './timeline.ts';

interface Place {
  container: string | null;
  pod: Pod | null;
  /** Of the target, from before the watch: for a report on a process that is gone before it could be looked at. */
  facts: ProcessFacts | null;
}

export interface WatchOptions {
  system: System;
  observer: ProcessObserver;
  /** For a Python child that the target waits for. */
  openObserver: (pid: number) => ProcessObserver;
  /** The Python that is watched. */
  target: Identity;
  beginning: Beginning;
  graceSeconds: number;
  slowSeconds: number;
  readSource: boolean;
  /** Of all looks that are kept; else what fits into a few hundred MiB. */
  maxKeptTasks?: number;
  exitWatch: ExitWatch;
  timeline: Timeline;
  /** Aborted when the user wants the report at once. */
  interrupted: AbortSignal;
  /** Takes every revision but the last; null when nobody reads them. */
  publish: ((report: Report) => void) | null;
  /** Where it runs; not given outside Kubernetes. */
  place?: Place;
}
