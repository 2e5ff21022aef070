/** A report as JUnit XML: did it stop in time, and each finding, as test cases. */
import { isLauncherLeft, LAUNCHER_LEFT } from '../launcher-left.ts';
import { momentsOf } from '../model/progress.ts';
import type { Finding, Report } from '../report.ts';
import { markup } from '../sanitise.ts';
import { explainCommand } from '../words/causes.ts';
import { findingTitle } from '../words/culprit.ts';
import { headline } from '../words/outcome.ts';
import { programName } from '../words/program.ts';

interface Case {
  className: string;
  name: string;
  seconds: number;
  failure: { type: string; message: string; lines: string[] } | null;
  output: string[];
}

export interface JUnitOptions {
  /** A slow stop counts as failed, as with `--fail-slow`. */
  failSlow: boolean;
}

export function renderJUnit(report: Report, { failSlow }: JUnitOptions): string {
  const isHung = report.outcome === 'hung' || isLauncherLeft(report);
  const failed = isHung || (report.outcome === 'slow' && failSlow);
  const cases = [
    outcomeCase(report, failed),
    ...report.findings.map((finding) => findingCase(finding, report, failed)),
  ];
  const failures = cases.filter(({ failure }) => failure !== null).length;
  const seconds = report.shutdown?.durationSeconds ?? 0;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="0" time="${time(seconds)}"`;
  const timestamp = report.shutdown?.startedAt ?? report.createdAt;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${markup(`straggler: ${programName(report.target)}`)}" timestamp="${markup(timestamp)}" ${counts}>`,
    ...properties(report),
    ...cases.flatMap(caseLines),
    `    <system-out>${timeline(report)}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
  ].join('\n')}\n`;
}

function outcomeCase(report: Report, failed: boolean): Case {
  const name = report.shutdown === null ? 'can be looked at' : 'stops within its grace period';
  const fix = report.findings[0]?.fix ?? '';
  return {
    className: 'straggler.outcome',
    name,
    seconds: report.shutdown?.durationSeconds ?? 0,
    failure: failed
      ? {
          type: report.outcome,
          message: headline(report),
          lines: [report.summary, ...fixLine(fix), ...launcherLines(report)],
        }
      : null,
    output: [headline(report)],
  };
}

/** Python has ended well: what has not is told by the limit alone. */
function launcherLines({ limits }: Report): string[] {
  return limits.flatMap((one) => (one.code === LAUNCHER_LEFT ? [one.sentence, ...fixLine(one.fix)] : []));
}

function findingCase(finding: Finding, report: Report, failed: boolean): Case {
  const { construct, frame } = finding.culprit;
  const lines = [
    finding.sentence,
    ...fixLine(finding.fix),
    `Why: ${explainCommand(finding.cause)}`,
    ...(construct === null ? [] : [`To change: ${construct.file}:${construct.line}  ${construct.text}`]),
    ...(frame === null
      ? []
      : [
          `${finding.held === null ? 'Now' : 'Was'} at: ${frame.file}:${frame.line}  ${frame.source ?? frame.function}`,
        ]),
    ...finding.evidence.map((fact) => `Seen: ${fact}`),
  ];
  return {
    className: `straggler.${finding.cause}`,
    name: findingTitle(finding, report.target.pid),
    seconds: report.shutdown?.durationSeconds ?? 0,
    failure: failed ? { type: finding.cause, message: finding.sentence, lines } : null,
    output: failed ? [] : lines,
  };
}

function fixLine(fix: string): string[] {
  return fix === '' ? [] : [`Fix: ${fix}`];
}

function caseLines({ className, name, seconds, failure, output }: Case): string[] {
  const failureLines =
    failure === null
      ? []
      : [
          `      <failure type="${markup(failure.type)}" message="${markup(failure.message)}">${block(failure.lines)}</failure>`,
        ];
  return [
    `    <testcase classname="${markup(className)}" name="${markup(name)}" time="${time(seconds)}">`,
    ...failureLines,
    ...(output.length === 0 ? [] : [`      <system-out>${block(output)}</system-out>`]),
    '    </testcase>',
  ];
}

function properties(report: Report): string[] {
  const values: [string, string | null | undefined][] = [
    ['straggler.id', report.id],
    ['straggler.outcome', report.outcome],
    ['straggler.phase', report.phase],
    ['straggler.fingerprint', report.findings[0]?.fingerprint],
    ['python.version', report.target.python?.version],
  ];
  const lines = values
    .filter(([, value]) => typeof value === 'string')
    .map(([name, value]) => `      <property name="${name}" value="${markup(value ?? '')}"/>`);
  return ['    <properties>', ...lines, '    </properties>'];
}

function timeline(report: Report): string {
  return block(
    momentsOf(report).map(({ seconds, words, detail }) => `${seconds.toFixed(2)}  ${words}  ${detail}`),
  );
}

function block(lines: readonly string[]): string {
  return lines.map(markup).join('\n');
}

function time(seconds: number): string {
  return seconds.toFixed(3);
}
