/** Hangs as the read API lists them (`HangSummary`), as a table. */
import type { Page } from '../../report/render/text/page.ts';
import { age } from './age.ts';
import { listOf, numberOf, recordOf, textOf } from './fields.ts';
import type { Column } from './table.ts';
import { table } from './table.ts';

export interface HangRow {
  fingerprint: string;
  namespace: string;
  workload: string;
  cause: string;
  culprit: string;
  pods: number;
  lastSeenMs: number;
}

/** Enough to tell them apart; `--fingerprint` takes it. */
const SHOWN_DIGITS = 8;
const NEWS_MS = 3_600_000;

export function hangRows(value: unknown): HangRow[] {
  return listOf(recordOf(value)['hangs']).map((one) => {
    const hang = recordOf(one);
    const finding = recordOf(hang['finding']);
    const namespaces = listOf(hang['namespaces']).map(textOf);
    const workloads = listOf(hang['workloads']).map(recordOf);
    const [first] = workloads;
    const workload = first === undefined ? '' : workloadOf(first['workload']);
    const namespace = first === undefined ? (namespaces[0] ?? '') : textOf(first['namespace']);
    return {
      fingerprint: textOf(hang['fingerprint']),
      namespace: andMore(namespace, namespaces.length),
      workload: andMore(workload, workloads.length),
      cause: textOf(finding['cause']),
      culprit: textOf(finding['culprit']),
      pods: numberOf(hang['pods']),
      lastSeenMs: numberOf(hang['lastSeenMs']),
    };
  });
}

/** `deployment/orders`, as kubectl has it. */
export function workloadOf(value: unknown): string {
  const { kind, name } = recordOf(value);
  return `${textOf(kind).toLowerCase()}/${textOf(name)}`;
}

/** The one with most pods, and how many others there are. */
function andMore(text: string, count: number): string {
  return count > 1 ? `${text} +${count - 1}` : text;
}

export function hangTable(
  rows: readonly HangRow[],
  page: Page,
  { width, nowMs }: { width: number | null; nowMs: number },
): string {
  const shape: Column<HangRow>[] = [
    { title: 'NAMESPACE', cell: (hang) => hang.namespace, min: 9 },
    { title: 'HANG', cell: (hang) => hang.fingerprint.slice(0, SHOWN_DIGITS), min: null },
    { title: 'WORKLOAD', cell: (hang) => hang.workload, min: 10 },
    { title: 'CAUSE', cell: (hang) => hang.cause, min: 10, isLong: true },
    {
      title: 'CULPRIT',
      cell: (hang) => hang.culprit,
      min: 12,
      isLong: true,
      paint: (text, _hang, { paint }) => paint('cyan', text),
    },
    { title: 'PODS', cell: (hang) => String(hang.pods), min: null },
    {
      title: 'LAST SEEN',
      cell: (hang) => age(hang.lastSeenMs, nowMs),
      min: null,
      paint: (text, hang, { paint }) => (nowMs - hang.lastSeenMs < NEWS_MS ? paint('red', text) : text),
    },
  ];
  return table(rows, shape, page, width);
}
