import type { Database } from '../database/database-kind.ts';
import type { HangRow } from '../database/tables.ts';
import { upsert } from '../write/upsert.ts';
import type { HangSum } from './count-sums.ts';
import { hangName } from './hang-name.ts';

/** Each has its name from the first time on; what it says is what the newest report of it says. */
export async function saveHangs(transaction: Database, sums: readonly HangSum[]): Promise<void> {
  const known = await findKnown(transaction, sums);
  const findings = await findFindings(transaction, sums);
  const changed: HangRow[] = [];
  for (const { workload, ...sum } of sums) {
    const kept = known.find((row) => row.namespace === sum.namespace && row.fingerprint === sum.fingerprint);
    const finding = findings.get(sum.report_id) ?? kept?.finding;
    // Without what it is described by there is nothing to show.
    if (finding === undefined || (kept === undefined && sum.occurrences <= 0)) continue;
    const name =
      kept?.name ?? (await freeName(transaction, sum.namespace, workload, sum.fingerprint, changed));
    const says = isNews(sum, kept) ? { cause: sum.cause, finding, report_id: sum.report_id } : pick(kept);
    changed.push({ ...sum, finding, ...says, name, notified_at: null });
  }
  await upsert(transaction, {
    table: 'hangs',
    key: ['namespace', 'fingerprint'],
    rows: changed,
    merge: {
      name: 'keep',
      notified_at: 'keep',
      occurrences: 'sum',
      first_seen: 'least',
      last_seen: 'most',
    },
  });
}

function isNews(sum: Omit<HangSum, 'workload'>, kept: HangRow | undefined): boolean {
  return kept === undefined || (sum.occurrences > 0 && sum.last_seen >= kept.last_seen);
}

function pick(kept: HangRow | undefined): Partial<Pick<HangRow, 'cause' | 'finding' | 'report_id'>> {
  return kept === undefined ? {} : { cause: kept.cause, finding: kept.finding, report_id: kept.report_id };
}

async function findKnown(transaction: Database, sums: readonly HangSum[]): Promise<HangRow[]> {
  return await transaction
    .selectFrom('hangs')
    .selectAll()
    .where('fingerprint', 'in', [...new Set(sums.map(({ fingerprint }) => fingerprint))])
    .where('namespace', 'in', [...new Set(sums.map(({ namespace }) => namespace))])
    .execute();
}

async function findFindings(transaction: Database, sums: readonly HangSum[]): Promise<Map<string, string>> {
  const rows = await transaction
    .selectFrom('documents')
    .select(['id', 'finding'])
    .where('id', 'in', [...new Set(sums.map(({ report_id: id }) => id))])
    .execute();
  return new Map(rows.flatMap(({ id, finding }) => (finding === null ? [] : [[id, finding] as const])));
}

/** Two hangs of one workload whose fingerprints begin alike: more of the fingerprint tells them apart. */
async function freeName(
  transaction: Database,
  namespace: string,
  workload: string,
  fingerprint: string,
  others: readonly HangRow[],
): Promise<string> {
  for (let digits = 6; ; digits += 2) {
    const name = hangName(workload, fingerprint, digits);
    const isTaken =
      others.some((row) => row.namespace === namespace && row.name === name) ||
      (await transaction
        .selectFrom('hangs')
        .select('name')
        .where('namespace', '=', namespace)
        .where('name', '=', name)
        .executeTakeFirst()) !== undefined;
    if (!isTaken || digits >= fingerprint.length) return name;
  }
}
