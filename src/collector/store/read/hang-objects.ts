/** Hangs as Kubernetes and webhooks are told of them: one a namespace and fingerprint. */
import { sql } from 'kysely';
import type { HangObject } from '../../model/hang.ts';
import { NO_WORKLOAD } from '../../model/identity.ts';
import type { HangFinding } from '../../model/kept-report.ts';
import type { Database, DatabaseKind } from '../database/database-kind.ts';
import type { HangPlaceRow, HangRow } from '../database/tables.ts';
import type { NewHang } from '../store.ts';
import { readImages } from './hang-rows.ts';
import { sumImages, sumPlaces } from './put-together.ts';

const REPORTS_A_HANG = 5;

export interface Source {
  reader: Database;
  kind: DatabaseKind;
}

export async function readHangObjects(source: Source, limit: number): Promise<HangObject[]> {
  const rows = await source.reader
    .selectFrom('hangs')
    .selectAll()
    .orderBy('last_seen', 'desc')
    .limit(limit)
    .execute();
  return (await objectsOf(source, rows)).map(({ hang }) => hang);
}

/** The longest waiting first. */
export async function readNewHangs(source: Source, limit: number): Promise<NewHang[]> {
  const rows = await source.reader
    .selectFrom('hangs')
    .selectAll()
    .where('notified_at', 'is', null)
    .orderBy('first_seen')
    .limit(limit)
    .execute();
  return await objectsOf(source, rows);
}

async function objectsOf(source: Source, rows: readonly HangRow[]): Promise<NewHang[]> {
  if (rows.length === 0) return [];
  const { reader } = source;
  const places = Map.groupBy(await readPlaces(reader, rows), keyOf);
  const ids = [...places.values()].flat().map(({ id }) => id);
  const images = Map.groupBy(await readImages(reader, ids), ({ place_id }) => place_id);
  const reports = await readNewestReports(source, rows);
  const objects: NewHang[] = [];
  for (const row of rows) {
    const its = places.get(keyOf(row)) ?? [];
    if (its.length === 0) continue;
    const sums = sumPlaces(its);
    objects.push({
      reportId: row.report_id,
      hang: {
        name: row.name,
        namespace: row.namespace,
        fingerprint: row.fingerprint,
        workload: sums.workloads[0]?.workload ?? NO_WORKLOAD,
        finding: JSON.parse(row.finding) as HangFinding,
        ...sums,
        images: sumImages(its.flatMap(({ id }) => images.get(id) ?? [])),
        reports: reports.get(keyOf(row)) ?? [],
      },
    });
  }
  return objects;
}

async function readPlaces(reader: Database, rows: readonly HangRow[]): Promise<HangPlaceRow[]> {
  const wanted = new Set(rows.map(({ fingerprint }) => fingerprint));
  // Of all hangs there are few: no list of a thousand fingerprints is sent.
  let query = reader.selectFrom('hang_places').selectAll().where('occurrences', '>', 0);
  const [only] = wanted;
  if (wanted.size === 1 && only !== undefined) query = query.where('fingerprint', '=', only);
  return (await query.execute()).filter(({ fingerprint }) => wanted.has(fingerprint));
}

/** Of each hang, by its key; one query for all of them. */
async function readNewestReports(
  { reader, kind }: Source,
  rows: readonly HangRow[],
): Promise<Map<string, readonly string[]>> {
  const fingerprints = [...new Set(rows.map(({ fingerprint }) => fingerprint))];
  const found = await sql<{ namespace: string; fingerprint: string; ids: string | string[] | null }>`
    select namespace, fingerprint, (
      select ${sql.raw(kind.listFunction)}(id) from (
        select id from reports
        where reports.fingerprint = hangs.fingerprint and reports.namespace = hangs.namespace
          and reports.outcome = 'hung'
        order by received_at desc, id desc limit ${REPORTS_A_HANG}
      ) as newest
    ) as ids
    from hangs where fingerprint in (${sql.join(fingerprints)})`.execute(reader);
  // One of the drivers gives JSON as text.
  return new Map(
    found.rows.map((row) => [
      keyOf(row),
      typeof row.ids === 'string' ? (JSON.parse(row.ids) as string[]) : (row.ids ?? []),
    ]),
  );
}

function keyOf({ namespace, fingerprint }: { namespace: string; fingerprint: string }): string {
  return `${namespace} ${fingerprint}`;
}
