/** Threads: a line for each that matters, or all of them with their stacks. */
import { IDLE_WAITS } from '../../build/thread-wait.ts';
import { standsAt } from '../../model/groups.ts';
import type { Report, ReportThread } from '../../report.ts';
import { visible } from '../../sanitise.ts';
import { isUserFile } from '../../source-paths.ts';
import { threadState } from '../../words/threads.ts';
import { columnWidths, hanging, row } from './layout.ts';
import type { Page } from './page.ts';

const ROWS = 8;

/**
 * The culprits, whom a finding names and whom one of these waits for, daemons too; every busy thread that an exit would wait
 * for. Where no cause was found: the main thread always, and every thread that is in the service's own code.
 */
export function threadsThatMatter(report: Report, page: Page): string[] {
  const culprits = new Set(report.findings.map(({ culprit }) => culprit.thread?.id));
  const told = report.findings.flatMap(({ sentence, evidence }) => [sentence, ...evidence]);
  const isUnknown = report.findings.every(({ cause }) => cause === 'unknown');
  const shown = new Set(
    report.threads.filter((thread) => {
      const { id, daemon, waitsFor } = thread;
      if (culprits.has(id) || told.some((text) => isNamed(thread, text))) return true;
      if (isUnknown && !IDLE_WAITS.has(waitsFor) && thread.stack.some(({ file }) => isUserFile(file)))
        return true;
      if (id === report.target.pid) return report.findings.length === 0 || !IDLE_WAITS.has(waitsFor);
      return daemon === false && !IDLE_WAITS.has(waitsFor);
    }),
  );
  // A Set hands out what is added while it is walked.
  for (const { waitsFor } of shown)
    for (const thread of report.threads) if (isNamed(thread, waitsFor ?? '')) shown.add(thread);
  const matter = report.threads.filter((one) => shown.has(one));
  if (matter.length === 0) return [];
  const cells = matter.slice(0, ROWS).map((thread) => {
    const place = standsAt(thread.stack);
    return [
      visible(thread.name),
      visible(threadState(thread)),
      place === null ? '' : `${page.place(place)} ${visible(place.function)}`,
      thread.waitsFor === null ? '' : visible(`waits for ${thread.waitsFor}`),
    ];
  });
  const widths = columnWidths(cells, [30, 20, 50]);
  const rest = matter.length - ROWS;
  return [
    `  ${page.paint('bold', 'Threads')}`,
    ...cells.flatMap((parts) => hanging('    ', row(parts, widths), page.width)),
    ...(rest > 0 ? [page.paint('dim', `    and ${rest} more`)] : []),
  ];
}

function isNamed({ name }: ReportThread, text: string): boolean {
  return text.includes(`hread '${name}'`);
}

export function threadsWithStacks(report: Report, page: Page): string[] {
  const lines = report.threads.flatMap((thread) => [
    ...hanging('    ', visible(`${thread.name} (${thread.id})  ${facts(thread)}`), page.width),
    ...stackLines(thread.stack, page),
  ]);
  return lines.length === 0 ? [] : [`  ${page.paint('bold', 'Threads')}`, ...lines];
}

/** Outermost first, as Python prints a traceback. */
export function stackLines(stack: ReportThread['stack'], page: Page): string[] {
  const cells = stack.map((frame) => [page.place(frame), visible(frame.function)]);
  const widths = columnWidths(cells, [48]);
  return cells.map((parts) => `        ${row(parts, widths)}`);
}

function facts(thread: ReportThread): string {
  const parts = [
    visible(threadState(thread)),
    thread.daemon === null ? '' : `${thread.daemon ? '' : 'not '}daemon`,
    thread.waitsFor === null ? '' : `waits for ${thread.waitsFor}`,
    thread.source === 'none' ? 'its stack could not be read' : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
