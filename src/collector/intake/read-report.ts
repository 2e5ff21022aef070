/** A report that was posted, as it is kept. It may come from anyone: every string and number is bounded here. */
import { gzipSync } from 'node:zlib';
import { parseReport, ReportFormatError } from '../../report/parse.ts';
import { writeReportJson } from '../../report/render/json.ts';
import type { Outcome, Report } from '../../report/report.ts';
import { jsonText } from '../../report/sanitise.ts';
import { programName } from '../../report/words/program.ts';
import type { Sender } from '../model/identity.ts';
import type { IncomingReport } from '../model/kept-report.ts';
import { hangFinding } from './finding.ts';
import type { FindPod, Owner } from './owner.ts';
import { imageOf, ownerOf } from './owner.ts';
import { malformed } from './receive-error.ts';
import { plain, shaped } from './shapes.ts';
import { timesOf } from './times.ts';

export interface ReadContext {
  sender: Sender;
  /** As the header says. */
  abridged: boolean;
  receivedAtMs: number;
  findPod: FindPod;
}

export interface ReadReport {
  incoming: IncomingReport;
  /** By the sender's clock. */
  createdAtMs: number;
}

const OUTCOMES: ReadonlySet<string> = new Set<Outcome>(['exited', 'slow', 'hung', 'running']);
const NOWHERE = '(none)';
const SUMMARY_CHARACTERS = 1_000;
/** Of a report as small as nearly all are: written at once, and small on disk. */
const SMALL_SURVIVORS = 100;

/** Throws a ReceiveError, and nothing else. */
export function readReport(text: string, context: ReadContext): ReadReport {
  const report = parsed(text);
  const owner = ownerOf(context.sender, report.pod, context.findPod) ?? ownProcess(report);
  if (report.pod === null && context.sender.kind === 'pod') report.pod = podOf(owner);
  const { createdAtMs, ...times } = timesOf(report, context.receivedAtMs);
  const container = report.target.container === null ? NOWHERE : shaped('container', report.target.container);
  const image = imageOf(owner, container, context.findPod);
  // For the report itself, too: its page tells the image.
  if (report.pod !== null) report.pod.image = image;
  const [first] = report.findings;
  const finding = first === undefined ? null : hangFinding(first);
  const incoming: IncomingReport = {
    summary: {
      id: report.id,
      revision: report.revision,
      abridged: context.abridged || saysAbridged(report),
      complete: report.complete,
      ...owner,
      container,
      image,
      outcome: report.outcome,
      cause: finding === null ? null : finding.cause,
      certainty: finding === null ? null : finding.certainty,
      fingerprint: first === undefined ? null : shaped('fingerprint', first.fingerprint),
      culprit: finding === null ? null : finding.culprit,
      summary: plain(report.summary, SUMMARY_CHARACTERS),
      ...times,
    },
    document: pack(report),
    receivedAtMs: context.receivedAtMs,
    finding,
  };
  return { incoming, createdAtMs };
}

function parsed(text: string): Report {
  try {
    const report = parseReport(text);
    shaped('report id', report.id);
    if (!OUTCOMES.has(report.outcome)) throw unknownOutcome();
    if (report.revision < 0) throw malformed('wrong-shape', 'The revision is below 0.');
    return report;
  } catch (error) {
    if (error instanceof ReportFormatError) throw malformed(error.code, error.message, { fix: error.fix });
    throw error;
  }
}

function unknownOutcome() {
  const fix = 'Use a collector at least as new as the sidecar.';
  return malformed('wrong-shape', 'The outcome is none that this collector knows.', { fix });
}

/** Outside Kubernetes each report is a process of its own. */
function ownProcess(report: Report): Owner {
  return {
    namespace: NOWHERE,
    pod: NOWHERE,
    podUid: report.id,
    node: null,
    workload: { kind: 'Process', name: plain(programName(report.target), 100) },
    image: null,
  };
}

/** What the token says, where the body says nothing. */
function podOf({ namespace, pod, podUid, node, workload }: Owner): Report['pod'] {
  return { namespace, name: pod, uid: podUid, node, workload, image: null };
}

/** The small form names what it lacks. */
function saysAbridged(report: Report & { abridged?: unknown }): boolean {
  return Array.isArray(report.abridged) && report.abridged.length > 0;
}

function pack(report: Report): Uint8Array {
  if (report.survivors.length <= SMALL_SURVIVORS) return gzipSync(jsonText(JSON.stringify(report)));
  const members: Buffer[] = [];
  writeReportJson(report, (chunk) => {
    members.push(gzipSync(chunk, { level: 1 }));
  });
  return Buffer.concat(members);
}
