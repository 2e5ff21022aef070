/** What is told, before it is put into the form that somebody takes. */
import { isCauseCode } from '../../explain/pages.ts';
import type { NewHang } from '../store/store.ts';

export type Notice =
  | { kind: 'new-hang'; found: NewHang }
  /** There were too many to tell each. */
  | { kind: 'more-new-hangs'; found: readonly NewHang[] };

/** Makes the body of a message. */
export type WriteBody = (notice: Notice) => string;

/** Of the pages; null where nobody said at which address they are. */
export interface Links {
  hangs: string | null;
  hang: string | null;
  report: string | null;
  /** What the cause is. */
  cause: string | null;
}

const NAMED = 10;

/** `pageUrl` without a slash at its end. */
export function linksOf(notice: Notice, pageUrl: string | null): Links {
  if (pageUrl === null) return { hangs: null, hang: null, report: null, cause: null };
  const hangs = `${pageUrl}/`;
  if (notice.kind === 'more-new-hangs')
    return { hangs, hang: null, report: null, cause: `${pageUrl}/causes` };
  const { hang, reportId } = notice.found;
  const { cause } = hang.finding;
  return {
    hangs,
    hang: `${pageUrl}/hangs/${encodeURIComponent(hang.fingerprint)}`,
    report: `${pageUrl}/reports/${encodeURIComponent(reportId)}`,
    cause: isCauseCode(cause) ? `${pageUrl}/causes/${cause}` : `${pageUrl}/causes`,
  };
}

/** `shop, deployment/orders: Task 'poller' swallowed its cancellation (worker.py:42 Worker.poll)` */
function lineOf({ hang }: NewHang): string {
  return `${hang.namespace}, ${workloadOf(hang.workload)}: ${hang.finding.title} (${hang.finding.culprit})`;
}

export function workloadOf({ kind, name }: NewHang['hang']['workload']): string {
  return `${kind.toLowerCase()}/${name}`;
}

/** The whole of it in one line. */
export function headOf(notice: Notice): string {
  if (notice.kind === 'new-hang') return `New hang in ${lineOf(notice.found)}`;
  const { length } = notice.found;
  return `${length} more new hangs within a minute`;
}

/** Of many: the first lines, and how many there are besides. */
export function linesOf(found: readonly NewHang[]): string[] {
  const lines = found.slice(0, NAMED).map(lineOf);
  return found.length > NAMED ? [...lines, `and ${found.length - NAMED} others`] : lines;
}
