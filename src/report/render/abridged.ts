/**
 * A report as one line of JSON that fits where there is little room. The line is itself a report, with `abridged` naming
 * what was left out.
 */
import type { Report } from '../report.ts';
import { jsonText, tidyName } from '../sanitise.ts';

/** Each takes away a little more; what matters least goes first. */
const CUTS: readonly { part: string; cut: (report: Report) => Report }[] = [
  { part: 'threads', cut: (report) => ({ ...report, threads: [] }) },
  { part: 'captures', cut: (report) => ({ ...report, captures: [] }) },
  {
    part: 'survivors.stack',
    cut: (report) => ({ ...report, survivors: report.survivors.map(withoutStack) }),
  },
  {
    part: 'survivors',
    cut: (report) => ({ ...report, survivors: report.survivors.filter(({ role }) => role === 'culprit') }),
  },
  { part: 'survivors', cut: (report) => ({ ...report, survivors: [] }) },
  { part: 'timeline', cut: (report) => ({ ...report, timeline: [] }) },
  { part: 'limits', cut: (report) => ({ ...report, limits: [] }) },
  { part: 'findings', cut: (report) => ({ ...report, findings: report.findings.slice(0, 1) }) },
  {
    part: 'findings.evidence',
    cut: (report) => ({
      ...report,
      findings: report.findings.map((finding) => ({ ...finding, evidence: [], blocks: [] })),
    }),
  },
  { part: 'target.command', cut: (report) => ({ ...report, target: { ...report.target, command: [] } }) },
  {
    part: 'pod.labels',
    cut: (report) => ({ ...report, pod: report.pod === null ? null : { ...report.pod, labels: {} } }),
  },
  { part: 'pod', cut: (report) => ({ ...report, pod: null }) },
  { part: 'findings', cut: (report) => ({ ...report, findings: [], summary: tidyName(report.summary) }) },
  { part: 'target.loops', cut: (report) => ({ ...report, target: { ...report.target, loops: [] } }) },
  { part: 'target.workingFolder', cut: withoutPaths },
];

export interface AbridgedReport {
  /** One line, without its line break. */
  json: string;
  /** What was left out; empty when all of the report is there. */
  leftOut: readonly string[];
}

export interface Room {
  bytes: number;
  survivors: number;
}

export function abridge(report: Report, room: Room): AbridgedReport {
  const leftOut: string[] = [];
  let small = report;
  if (report.survivors.length > room.survivors) {
    leftOut.push('survivors');
    const ranked = report.survivors.toSorted((a, b) => rank(a.role) - rank(b.role));
    small = { ...report, survivors: ranked.slice(0, room.survivors) };
  }
  let json = written(small, leftOut);
  for (const { part, cut } of CUTS) {
    if (Buffer.byteLength(json) <= room.bytes) break;
    small = cut(small);
    if (!leftOut.includes(part)) leftOut.push(part);
    json = written(small, leftOut);
  }
  return { json, leftOut };
}

function written(report: Report, leftOut: readonly string[]): string {
  return jsonText(JSON.stringify(leftOut.length === 0 ? report : { ...report, abridged: leftOut }));
}

/** The executable's path, too: in characters that JSON escapes, either may take 6 KiB. */
function withoutPaths(report: Report): Report {
  const { python } = report.target;
  const target = { ...report.target, workingFolder: null };
  return {
    ...report,
    target: { ...target, python: python === null ? null : { ...python, executable: null } },
  };
}

function withoutStack(survivor: Report['survivors'][number]): Report['survivors'][number] {
  return { ...survivor, stack: [], createdAt: null, awaitedBy: [] };
}

function rank(role: string): number {
  if (role === 'culprit') return 0;
  return role === 'victim' ? 1 : 2;
}
