/**
 * A report as one line of JSON that fits a log line of a container runtime (16 KiB, beyond which it is split). The
 * line is itself a report, with `abridged` naming what was left out.
 */
import type { Report } from '../report.ts';
import { jsonText, tidyName } from '../sanitise.ts';

const LIMIT_BYTES = 16 * 1_024 - 1;
const SURVIVORS = 40;

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
  { part: 'pod', cut: (report) => ({ ...report, pod: null }) },
  { part: 'findings', cut: (report) => ({ ...report, findings: [], summary: tidyName(report.summary) }) },
  { part: 'target.loops', cut: (report) => ({ ...report, target: { ...report.target, loops: [] } }) },
];

export function logLine(report: Report): string {
  const abridged: string[] = [];
  let small = report;
  if (report.survivors.length > SURVIVORS) {
    abridged.push('survivors');
    const ranked = report.survivors.toSorted((a, b) => rank(a.role) - rank(b.role));
    small = { ...report, survivors: ranked.slice(0, SURVIVORS) };
  }
  let line = written(small, abridged);
  for (const { part, cut } of CUTS) {
    if (Buffer.byteLength(line) <= LIMIT_BYTES) break;
    small = cut(small);
    if (!abridged.includes(part)) abridged.push(part);
    line = written(small, abridged);
  }
  return line;
}

function written(report: Report, abridged: readonly string[]): string {
  return jsonText(JSON.stringify(abridged.length === 0 ? report : { ...report, abridged }));
}

function withoutStack(survivor: Report['survivors'][number]): Report['survivors'][number] {
  return { ...survivor, stack: [], createdAt: null, awaitedBy: [] };
}

function rank(role: string): number {
  if (role === 'culprit') return 0;
  return role === 'victim' ? 1 : 2;
}
