/** A report as SARIF 2.1.0: each finding a result at the line to change, for code scanning and editors. */
import type { Location, Log, Message, ReportingDescriptor, Result, StackFrame } from 'sarif';
import type { Frame } from '../../diagnosis/vocabulary.ts';
import type { Finding, Report } from '../report.ts';
import { jsonText, visible } from '../sanitise.ts';
import { causePredicate, explainCommand } from '../words/causes.ts';
import { lookup } from '../words/lookup.ts';
import { nowNote } from '../words/waits.ts';
import { sarifArtifact, workingFolderUri } from './sarif/artifact.ts';

const LEVELS = { certain: 'error', likely: 'warning', possible: 'note' } as const;

export interface SarifOptions {
  /** Of Straggler. */
  version: string;
  /** The page of a cause, as Markdown; null where there is none. Code scanning shows it beside the result. */
  page: (cause: string) => string | null;
}

export function renderSarif(report: Report, options: SarifOptions): string {
  return `${jsonText(JSON.stringify(sarifLog(report, options), null, 2))}\n`;
}

function sarifLog(report: Report, { version, page }: SarifOptions): Log {
  const causes = [...new Set(report.findings.map(({ cause }) => cause))];
  const base = workingFolderUri(report.target.workingFolder);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'straggler',
            semanticVersion: version,
            rules: causes.map((cause) => rule(cause, page(cause))),
          },
        },
        automationDetails: { id: `straggler/${encodeURIComponent(report.id)}` },
        ...(base === null ? {} : { originalUriBaseIds: { SRCROOT: { uri: base } } }),
        invocations: [
          {
            executionSuccessful: true,
            startTimeUtc: report.shutdown?.startedAt ?? report.createdAt,
            endTimeUtc: report.createdAt,
            toolExecutionNotifications: report.limits.map(({ code, sentence, fix }) => ({
              level: 'note',
              descriptor: { id: visible(code) },
              message: message(`${sentence} ${fix}`),
            })),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: report.findings.map((finding) => result(finding, causes.indexOf(finding.cause), report)),
      },
    ],
  };
}

function rule(cause: string, page: string | null): ReportingDescriptor {
  return {
    id: cause,
    name: pascalCase(cause),
    shortDescription: { text: `The culprit ${causePredicate(cause)}` },
    help: { text: visible(explainCommand(cause)), ...(page === null ? {} : { markdown: page }) },
  };
}

function pascalCase(code: string): string {
  return code.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
}

function result(finding: Finding, ruleIndex: number, report: Report): Result {
  const { construct, frame, task } = finding.culprit;
  const folder = report.target.workingFolder;
  const place = construct ?? frame;
  const stack = report.survivors.find(({ id }) => id === task?.id)?.stack ?? [];
  return {
    ruleId: finding.cause,
    ruleIndex,
    level: lookup(LEVELS, finding.certainty) ?? 'warning',
    message: message(`${finding.sentence}\nFix: ${finding.fix}`),
    locations: place === null ? [] : [location(place, construct?.text ?? frame?.source ?? null, folder)],
    relatedLocations:
      construct === null || frame === null
        ? []
        : [
            {
              id: 1,
              ...location(frame, frame.source, folder),
              message: message(capitalised(nowNote(finding))),
            },
          ],
    ...(stack.length === 0
      ? {}
      : { stacks: [{ message: message('The chain of awaits'), frames: stackFrames(stack, folder) }] }),
    partialFingerprints: { 'straggler/v1': finding.fingerprint },
    properties: { certainty: finding.certainty, evidence: finding.evidence.map(visible) },
  };
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function location(
  place: { file: string; line: number },
  source: string | null,
  folder: string | null,
): Location {
  const snippet = source === null ? {} : { snippet: { text: visible(source) } };
  return {
    physicalLocation: {
      artifactLocation: sarifArtifact(place.file, folder),
      ...(place.line > 0 ? { region: { startLine: place.line, ...snippet } } : {}),
    },
  };
}

/** SARIF lists the innermost call first. */
function stackFrames(stack: readonly Frame[], folder: string | null): StackFrame[] {
  return stack.toReversed().map((frame) => ({
    location: { ...location(frame, null, folder), message: message(frame.function) },
  }));
}

/** Plain text; `](` would make a link of what stands around it. */
function message(text: string): Message {
  const lines = text.trim().split('\n').map(visible);
  return { text: lines.join('\n').replaceAll('](', '] (') };
}
