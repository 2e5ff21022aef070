/** Reports as the read API lists them (`ReportSummary`), as a table. */

import type { Colour, Page } from '../../report/render/text/page.ts';
import { lookup } from '../../report/words/lookup.ts';
import { age } from './age.ts';
import { listOf, numberOf, recordOf, textOf, textOrNone } from './fields.ts';
import { workloadOf } from './hang-rows.ts';
import type { Column } from './table.ts';
import { table } from './table.ts';

export interface ReportRow {
  id: string;
  outcome: string;
  namespace: string;
  /** The workload where there is no pod. */
  pod: string;
  cause: string;
  culprit: string;
  receivedAtMs: number;
}

/** The first ten characters of an id are a time in milliseconds. */
const SHORTEST_ID = 10;
const COLOURS: Record<string, Colour> = { exited: 'green', slow: 'yellow', hung: 'red', running: 'cyan' };

export function reportRows(value: unknown): { rows: ReportRow[]; next: string | null } {
  const answer = recordOf(value);
  const rows = listOf(answer['reports']).map((one) => {
    const report = recordOf(one);
    const pod = textOrNone(report['pod']);
    return {
      id: textOf(report['id']),
      outcome: textOf(report['outcome']),
      namespace: textOf(report['namespace']),
      pod: pod === '' ? workloadOf(report['workload']) : pod,
      cause: textOrNone(report['cause']),
      culprit: textOrNone(report['culprit']),
      receivedAtMs: numberOf(report['receivedAtMs']),
    };
  });
  const { next } = answer;
  return { rows, next: typeof next === 'string' && next !== '' ? next : null };
}

/** On a terminal ids are as short as they can be and still tell these rows apart: `straggler report` takes them. */
export function reportTable(
  rows: readonly ReportRow[],
  page: Page,
  { width, nowMs }: { width: number | null; nowMs: number },
): string {
  const idLength = width === null ? Number.POSITIVE_INFINITY : distinctLength(rows.map(({ id }) => id));
  const shape: Column<ReportRow>[] = [
    { title: 'ID', cell: ({ id }) => id.slice(0, idLength), min: null },
    {
      title: 'OUTCOME',
      cell: ({ outcome }) => outcome,
      min: null,
      paint: (text, { outcome }, { paint }) => paint(lookup(COLOURS, outcome) ?? 'dim', text),
    },
    { title: 'NAMESPACE', cell: ({ namespace }) => namespace, min: 9 },
    { title: 'POD', cell: ({ pod }) => pod, min: 12, cut: 'middle' },
    { title: 'CAUSE', cell: ({ cause }) => cause, min: 10, isLong: true },
    { title: 'CULPRIT', cell: ({ culprit }) => culprit, min: 10, isLong: true },
    { title: 'AGE', cell: ({ receivedAtMs }) => age(receivedAtMs, nowMs), min: null },
  ];
  return table(rows, shape, page, width);
}

/** How many characters it takes to tell these ids apart; neighbours in order share the longest beginnings. */
function distinctLength(ids: readonly string[]): number {
  const sorted = [...new Set(ids)].sort();
  let shared = 0;
  for (const [index, id] of sorted.entries()) {
    const before = sorted[index - 1] ?? '';
    let same = 0;
    while (same < id.length && id[same] === before[same]) same++;
    shared = Math.max(shared, same);
  }
  return Math.max(SHORTEST_ID, shared + 1);
}
