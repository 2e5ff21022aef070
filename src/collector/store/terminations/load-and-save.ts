/** Brings a batch's rows from the database under lock, and back: a handful of statements however many writes it holds. */
import type { Database, DatabaseKind } from '../database/database-kind.ts';
import type { ReportRow, TerminationRow } from '../database/tables.ts';
import { inPieces, upsert } from '../write/upsert.ts';
import { saveCounts } from './save-counts.ts';
import type { Needs } from './termination-batch.ts';
import { containerKey, TerminationBatch } from './termination-batch.ts';

const IDS_A_QUERY = 500;

export async function loadBatch(
  kind: DatabaseKind,
  transaction: Database,
  needs: readonly Needs[],
): Promise<TerminationBatch> {
  const containers = new Map(
    needs.flatMap((need) => need.containers.map((name) => [containerKey(name), name] as const)),
  );
  // A report that names another pod than before is about two containers; its id is locked as well.
  const ids = needs.flatMap((need) => need.reports);
  await kind.lock(transaction, [...containers.keys(), ...ids]);
  const uids = [...new Set([...containers.values()].map(({ podUid }) => podUid))];
  const terminations: TerminationRow[] = [];
  for (const some of inPieces(uids, IDS_A_QUERY)) {
    const rows = await transaction
      .selectFrom('terminations')
      .selectAll()
      .where('pod_uid', 'in', some)
      .execute();
    terminations.push(
      ...rows.filter(({ pod_uid: podUid, container }) => containers.has(containerKey({ podUid, container }))),
    );
  }
  const known = terminations.flatMap(({ report_id: id }) => (id === null ? [] : [id]));
  return new TerminationBatch(await loadReports(transaction, [...new Set([...ids, ...known])]), terminations);
}

async function loadReports(transaction: Database, ids: readonly string[]): Promise<ReportRow[]> {
  const reports: ReportRow[] = [];
  for (const some of inPieces(ids, IDS_A_QUERY))
    reports.push(...(await transaction.selectFrom('reports').selectAll().where('id', 'in', some).execute()));
  return reports;
}

export async function saveBatch(transaction: Database, batch: TerminationBatch): Promise<void> {
  const reports = [...batch.changedReports.values()];
  await upsert(transaction, { table: 'reports', key: ['id'], rows: reports, merge: {} });
  await upsert(transaction, {
    table: 'documents',
    key: ['id'],
    rows: [...batch.documents.values()],
    merge: {},
  });
  await upsert(transaction, {
    table: 'terminations',
    key: ['id'],
    rows: [...batch.changedTerminations],
    merge: {},
  });
  await saveCounts(transaction, batch.counts);
}
