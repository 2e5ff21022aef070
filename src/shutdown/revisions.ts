/** The reports of one termination: one id, ever higher revisions, each a whole document. */

import type { Evidence } from '../diagnosis/context.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import { buildReport } from '../report/build.ts';
import type { Limit, Outcome, Report, Shutdown, TimelineEntry } from '../report/report.ts';
import type { System } from '../target/system.ts';
import { orNull } from '../target/system-error.ts';
import { reportId } from './report-id.ts';

/** What is known at the moment of a revision. */
export interface Known {
  evidence: Evidence;
  outcome: Outcome;
  complete: boolean;
  shutdown: Shutdown | null;
  timeline: readonly TimelineEntry[];
  limits: readonly Limit[];
}

export interface RevisionOptions {
  system: System;
  pid: number;
  readSource: boolean;
}

export class Revisions {
  readonly #id = reportId(Date.now());
  readonly #options: RevisionOptions;
  readonly #workingFolder: string | null;
  #revision = 0;

  constructor(options: RevisionOptions) {
    this.#options = options;
    this.#workingFolder = orNull(() => options.system.readLink(`/proc/${options.pid}/cwd`));
  }

  next(known: Known): Report {
    this.#revision += 1;
    return buildReport({
      ...known,
      id: this.#id,
      revision: this.#revision,
      createdAtMs: Date.now(),
      pid: this.#options.pid,
      diagnosis: diagnose(known.evidence),
      container: null,
      pod: null,
      includeSource: this.#options.readSource,
      workingFolder: this.#workingFolder,
    });
  }
}
