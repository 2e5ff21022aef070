/** The diagnosis' findings, bounded, with fingerprints, and without source lines where those are not wanted. */
import type { Construct, Culprit, Finding as Diagnosed, SourceFrame } from '../../diagnosis/vocabulary.ts';
import type { Capture } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Finding } from '../report.ts';
import { tidyName, tidyPath, tidyText } from '../sanitise.ts';
import { tidyWait } from './survivors.ts';
import { tidyCommand } from './target.ts';

export interface FindingContext {
  capture: Capture | null;
  workingFolder: string | null;
  /** false: no line of the target's source, neither the frame's nor the construct's, which becomes its kind. */
  includeSource: boolean;
}

export function findingsOf(findings: readonly Diagnosed[], context: FindingContext): Finding[] {
  return findings.map((finding) => ({
    cause: finding.cause,
    certainty: finding.certainty,
    sentence: tidyText(finding.sentence),
    fix: tidyText(finding.fix),
    culprit: culpritOf(finding.culprit, context.includeSource),
    waitsFor: finding.waitsFor === null ? null : tidyWait(finding.waitsFor),
    evidence: finding.evidence.map(tidyText),
    blocks: finding.blocks.map(tidyText),
    held: finding.held ?? null,
    fingerprint: fingerprint(finding, stackOf(finding.culprit, context.capture), context.workingFolder),
  }));
}

function stackOf({ task, thread }: Culprit, capture: Capture | null): readonly CodePlace[] {
  if (task !== null) return capture?.tasks.find(({ id }) => id === task.id)?.stack ?? [];
  if (thread !== null) return capture?.threads.find(({ id }) => id === thread.id)?.stack ?? [];
  return [];
}

function culpritOf(culprit: Culprit, includeSource: boolean): Culprit {
  const { task, thread, process, frame, construct } = culprit;
  return {
    kind: culprit.kind,
    pid: culprit.pid,
    task:
      task === null ? null : { id: task.id, name: tidyName(task.name), coroutine: tidyName(task.coroutine) },
    thread: thread === null ? null : { id: thread.id, name: tidyName(thread.name) },
    process: process === null ? null : { pid: process.pid, command: tidyCommand(process.command) },
    frame: frame === null ? null : frameOf(frame, includeSource),
    construct: construct === null ? null : constructOf(construct, includeSource),
  };
}

function frameOf(frame: SourceFrame, includeSource: boolean): SourceFrame {
  return {
    function: tidyName(frame.function),
    file: tidyPath(frame.file),
    line: frame.line,
    source: includeSource && frame.source !== null ? tidyName(frame.source) : null,
  };
}

function constructOf(construct: Construct, includeSource: boolean): Construct {
  return {
    kind: construct.kind,
    text: includeSource ? tidyName(construct.text) : construct.kind,
    file: tidyPath(construct.file),
    line: construct.line,
  };
}
