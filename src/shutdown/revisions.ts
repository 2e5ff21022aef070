/** The reports of one termination: one id, ever higher revisions, each a whole document. */

import type { Evidence } from '../diagnosis/context.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import type { Diagnosis, Finding } from '../diagnosis/vocabulary.ts';
import { buildReport } from '../report/build.ts';
import type { Limit, Outcome, Pod, Report, Shutdown, TimelineEntry } from '../report/report.ts';
import type { ProcessFacts } from '../target/facts.ts';
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
  /** From the start of the shutdown to the signal that the evidence counts from: 0 when they are the same. */
  sinceStartSeconds?: number;
}

export interface RevisionOptions {
  system: System;
  pid: number;
  readSource: boolean;
  /** Where it runs, in Kubernetes. */
  container?: string | null;
  pod?: Pod | null;
  facts?: ProcessFacts | null;
}

export class Revisions {
  readonly #id = reportId(Date.now());
  readonly #options: RevisionOptions;
  readonly #workingFolder: string | null;
  #revision = 0;
  /** Found before Straggler signalled by itself: why it had to. */
  #notForwarded: Finding | null = null;

  constructor(options: RevisionOptions) {
    this.#options = options;
    this.#workingFolder = orNull(() => options.system.readLink(`/proc/${options.pid}/cwd`));
  }

  next(known: Known): Report {
    this.#revision += 1;
    const diagnosis = diagnose(known.evidence);
    this.#remember(known, diagnosis);
    return buildReport({
      ...known,
      id: this.#id,
      revision: this.#revision,
      createdAtMs: Date.now(),
      pid: this.#options.pid,
      diagnosis,
      container: this.#options.container ?? null,
      pod: this.#options.pod ?? null,
      facts: this.#options.facts ?? null,
      includeSource: this.#options.readSource,
      workingFolder: this.#workingFolder,
    });
  }

  /** A launcher that kept the kubelet's signal to itself stays a finding after Straggler sent its own. */
  #remember({ evidence }: Known, { findings }: Diagnosis): void {
    const found = findings.find(({ cause }) => cause === 'signal-not-forwarded');
    if (evidence.signal?.sentBy === 'kubelet') this.#notForwarded = found ?? null;
    else if (found === undefined && this.#notForwarded !== null && !evidence.ended)
      findings.push(this.#notForwarded);
  }
}
