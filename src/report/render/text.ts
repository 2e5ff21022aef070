/** A report for a person at a terminal: the answer first, then what would be asked next. */

import { blindness } from '../blindness.ts';
import type { Outcome, Report } from '../report.ts';
import { visible } from '../sanitise.ts';
import { lookup } from '../words/lookup.ts';
import { headline, reportMark } from '../words/outcome.ts';
import { processLines, taskLines } from './text/dump.ts';
import { firstFinding, otherFinding } from './text/findings.ts';
import { graphLines } from './text/graph.ts';
import { hanging, wrapped } from './text/layout.ts';
import { limitLines } from './text/limits.ts';
import type { Colour, Page } from './text/page.ts';
import { pageOf } from './text/page.ts';
import { innocentTasks } from './text/survivors.ts';
import { threadsThatMatter, threadsWithStacks } from './text/threads.ts';
import { timelineLine } from './text/timeline.ts';

export interface TextOptions {
  color: boolean;
  /** Columns; narrower than 40 is taken for 40. */
  width: number;
  /** What py-spy alone shows of the same process, to print beside it. */
  pySpyText?: string;
}

const COLOURS: Record<Outcome, Colour> = { exited: 'green', slow: 'yellow', hung: 'red', running: 'cyan' };

/** Ends with a line break. */
export function renderText(report: Report, options: TextOptions): string {
  const page = pageOf(options, report.target.workingFolder, report.target.pid);
  const sections = [
    headLines(report, page),
    ...(report.shutdown === null ? dumpSections(report, page) : stopSections(report, page)),
    limitLines(report.limits, page),
    timelineLine(report, page),
    pySpyLines(options, page),
  ];
  const lines = sections.filter((section) => section.length > 0).map((section) => section.join('\n'));
  return `${lines.join('\n\n')}\n`;
}

function headLines(report: Report, page: Page): string[] {
  const mark = reportMark(report);
  const colour = lookup(COLOURS, report.outcome) ?? 'dim';
  const [first = '', ...rest] = hanging(`${mark} `, visible(headline(report)), page.width);
  return [first, ...rest].map((line) => page.paint('bold', page.paint(colour, line)));
}

function stopSections(report: Report, page: Page): string[][] {
  return [...findingSections(report, page), innocentTasks(report, page), threadsOfStop(report, page)];
}

function findingSections(report: Report, page: Page): string[][] {
  const [first, ...others] = report.findings;
  if (first === undefined) return report.outcome === 'hung' ? [noFinding(report, page)] : [];
  const told = (index: number) => new Set(report.findings.slice(0, index + 1).map(({ cause }) => cause));
  return [
    firstFinding(first, page),
    ...others.map((finding, index) => otherFinding(finding, told(index), page)),
  ];
}

function noFinding(report: Report, page: Page): string[] {
  return wrapped(visible(report.summary), page.width - 2).map((line) => `  ${line}`);
}

function threadsOfStop(report: Report, page: Page): string[] {
  return report.outcome === 'hung' ? threadsThatMatter(report, page) : [];
}

function dumpSections(report: Report, page: Page): string[][] {
  const [first, ...others] = findingSections(report, page);
  const holdsUp =
    first === undefined
      ? nothingSeen(report)
      : [`  ${page.paint('bold', 'What would hold up a shutdown')}`, '', ...first];
  return [
    processLines(report, page),
    holdsUp,
    ...others,
    taskLines(report, page),
    graphLines(report, page),
    threadsWithStacks(report, page),
  ];
}

/** Where nothing could be looked into, nothing seen means nothing; of a shutdown that has begun it would not be true. */
function nothingSeen(report: Report): string[] {
  if (blindness(report) !== null || report.limits.some(({ code }) => code === 'asked-before')) return [];
  return [
    '  Nothing was seen that would hold up a shutdown.',
    '  How its code takes a SIGTERM shows only when it gets one: straggler drill tries it, straggler stop does it.',
  ];
}

function pySpyLines({ pySpyText }: TextOptions, page: Page): string[] {
  if (pySpyText === undefined) return [];
  const lines = pySpyText.trimEnd().split('\n');
  return [
    `  ${page.paint('bold', 'For comparison: what `py-spy dump` alone shows')}`,
    ...lines.map((line) => `    ${visible(line)}`),
  ];
}
