/** Lists of reports, newest first, and one of them. */
import { sql } from 'kysely';
import type { ReportFilter } from '../../model/filter.ts';
import type { ReportSummary } from '../../model/kept-report.ts';
import type { Database } from '../database/database-kind.ts';
import { summaryOf } from './report-summary.ts';

const MAX_LIMIT = 500;

export async function listReports(reader: Database, filter: ReportFilter): Promise<ReportSummary[]> {
  const rows = await reportsQuery(reader, filter).execute();
  return rows.map(summaryOf);
}

/** Each equality has an index that ends in the order of the list. */
export function reportsQuery(reader: Database, filter: ReportFilter) {
  let query = reader
    .selectFrom('reports')
    .selectAll()
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(Math.min(Math.max(filter.limit, 1), MAX_LIMIT));
  for (const column of ['namespace', 'workload', 'cause', 'outcome', 'fingerprint'] as const) {
    const wanted = filter[column];
    if (wanted !== null) query = query.where(column, '=', wanted);
  }
  if (filter.sinceMs !== null) query = query.where('received_at', '>=', filter.sinceMs);
  if (filter.text !== null) query = query.where(sql<boolean>`search like ${pattern(filter.text)} escape '!'`);
  if (filter.before !== null) {
    const { receivedAtMs, id } = filter.before;
    query = query.where(sql<boolean>`(received_at, id) < (${receivedAtMs}, ${id})`);
  }
  return query;
}

function pattern(text: string): string {
  return `%${text.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
}

export async function readReport(
  reader: Database,
  id: string,
): Promise<{ summary: ReportSummary; document: Uint8Array } | null> {
  const row = await reader
    .selectFrom('reports')
    .innerJoin('documents', 'documents.id', 'reports.id')
    .selectAll('reports')
    .select('documents.document')
    .where('reports.id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : { summary: summaryOf(row), document: row.document };
}
