/** Evidence and diagnosis in, the one document out. Pure. */
import type { CaptureAt, Evidence } from '../diagnosis/context.ts';
import type { Diagnosis } from '../diagnosis/vocabulary.ts';
import type { ProcessFacts } from '../target/facts.ts';
import { findingsOf } from './build/findings.ts';
import { limitsOfChildren, mergeLimits } from './build/limits.ts';
import { Stacks } from './build/stacks.ts';
import { survivorsOf, wasAskedToStop } from './build/survivors.ts';
import { isoTime, targetOf } from './build/target.ts';
import { threadsOf } from './build/threads.ts';
import type { CaptureSummary, Limit, Outcome, Pod, Report, Shutdown, TimelineEntry } from './report.ts';
import { tidyName, tidyText } from './sanitise.ts';
import { outcomeSentence } from './words/outcome.ts';

export interface ReportInput {
  id: string;
  revision: number;
  complete: boolean;
  createdAtMs: number;
  outcome: Outcome;
  pid: number;
  evidence: Evidence;
  diagnosis: Diagnosis;
  shutdown: Shutdown | null;
  container: string | null;
  pod: Pod | null;
  timeline: readonly TimelineEntry[];
  /** Beside those of the captures. */
  limits: readonly Limit[];
  /** false: no line of the target's source anywhere (--no-source). */
  includeSource: boolean;
  /** The target's working folder, as the target sees it; null when unknown. */
  workingFolder: string | null;
  /** Of a process that was gone before it could be looked at. */
  facts?: ProcessFacts | null;
  /** From the start of the shutdown to the signal that the evidence counts from. */
  sinceStartSeconds?: number;
}

export function buildReport(input: ReportInput): Report {
  const { captures } = input.evidence;
  const capture = captures.at(-1)?.capture ?? null;
  // What a process that ended in time still held at the last look before its end is nobody's concern.
  const standing = input.outcome === 'exited' ? null : capture;
  const stacks = new Stacks();
  const survivors = survivorsOf(standing?.tasks ?? [], input.diagnosis.verdicts, stacks);
  const findings = findingsOf(input.diagnosis.findings, {
    capture,
    workingFolder: input.workingFolder,
    includeSource: input.includeSource,
  });
  const report: Report = {
    schema: 'straggler.report/v1',
    id: input.id,
    revision: input.revision,
    complete: input.complete,
    createdAt: isoTime(input.createdAtMs) ?? '',
    outcome: input.outcome,
    summary: '',
    target: targetOf(
      captures.map((at) => at.capture),
      input,
    ),
    pod: input.pod,
    shutdown: input.shutdown,
    phase: input.diagnosis.phase,
    findings,
    survivors,
    tasks: {
      total: Math.max(0, ...captures.map((at) => at.capture.tasks.length)),
      pending: survivors.length,
      cancelRequested: survivors.filter(wasAskedToStop).length,
    },
    threads: threadsOf(standing?.threads ?? [], stacks),
    timeline: input.timeline.map(tidyEntry),
    captures: captures.map((at) => summaryOf(at, input.sinceStartSeconds ?? 0)),
    limits: mergeLimits(captures, [...input.limits, ...limitsOfChildren(input.evidence.children ?? [])]),
  };
  report.summary = findings[0]?.sentence ?? outcomeSentence(report);
  return report;
}

function tidyEntry({ seconds, event, detail }: TimelineEntry): TimelineEntry {
  return { seconds, event: tidyName(event), detail: tidyText(detail) };
}

function summaryOf({ seconds, capture }: CaptureAt, sinceStartSeconds: number): CaptureSummary {
  const { durationMs, tasks, method, retries } = capture;
  const sinceStart = Math.round(1000 * (seconds + sinceStartSeconds)) / 1000;
  return { seconds: sinceStart, durationMs, pending: tasks.length, method, retries };
}
