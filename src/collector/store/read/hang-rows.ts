/** The rows from which hangs are put together. */
import type { Selectable } from 'kysely';
import type { HangFilter } from '../../model/filter.ts';
import type { HangFinding } from '../../model/kept-report.ts';
import type { Database } from '../database/database-kind.ts';
import type { HangDayRow, HangImageRow, HangPlaceRow, HangRow } from '../database/tables.ts';
import { inPieces } from '../write/upsert.ts';

const IDS_A_QUERY = 500;

/** A hang in one namespace, with its workloads there. */
export interface HangInNamespace {
  row: Selectable<HangRow>;
  finding: HangFinding;
  places: HangPlaceRow[];
}

/** Newest trouble first. `fingerprint`: of this one only. */
export async function findHangs(
  reader: Database,
  filter: HangFilter,
  fingerprint: string | null,
): Promise<HangInNamespace[]> {
  let hangs = reader.selectFrom('hangs').selectAll().orderBy('last_seen', 'desc').orderBy('fingerprint');
  let places = reader.selectFrom('hang_places').selectAll().where('occurrences', '>', 0);
  if (fingerprint !== null) {
    hangs = hangs.where('fingerprint', '=', fingerprint);
    places = places.where('fingerprint', '=', fingerprint);
  }
  if (filter.namespace !== null) {
    hangs = hangs.where('namespace', '=', filter.namespace);
    places = places.where('namespace', '=', filter.namespace);
  }
  if (filter.cause !== null) hangs = hangs.where('cause', '=', filter.cause);
  if (filter.sinceMs !== null) {
    hangs = hangs.where('last_seen', '>=', filter.sinceMs);
    places = places.where('last_seen', '>=', filter.sinceMs);
  }
  if (filter.workload !== null) places = places.where('workload', '=', filter.workload);
  const rows = await hangs.execute();
  const byHang = Map.groupBy(await places.execute(), (place) => keyOf(place));
  return rows.flatMap((row) => {
    const its = byHang.get(keyOf(row)) ?? [];
    const finding = JSON.parse(row.finding) as HangFinding;
    return its.length > 0 && matches(filter.text, finding, its) ? [{ row, finding, places: its }] : [];
  });
}

function keyOf({ namespace, fingerprint }: { namespace: string; fingerprint: string }): string {
  return `${namespace} ${fingerprint}`;
}

function matches(
  text: string | null,
  finding: HangFinding,
  places: readonly { workload: string }[],
): boolean {
  if (text === null) return true;
  const { sentence, title, culprit, cause } = finding;
  const all = [sentence, title, culprit, cause, ...places.map(({ workload }) => workload)].join('\n');
  return all.toLowerCase().includes(text.toLowerCase());
}

export async function readDays(
  reader: Database,
  places: readonly string[],
  fromDay: number,
): Promise<HangDayRow[]> {
  return await inAll(places, (some) =>
    reader
      .selectFrom('hang_days')
      .selectAll()
      .where('place_id', 'in', some)
      .where('day', '>=', fromDay)
      .execute(),
  );
}

export async function readImages(reader: Database, places: readonly string[]): Promise<HangImageRow[]> {
  return await inAll(places, (some) =>
    reader.selectFrom('hang_images').selectAll().where('place_id', 'in', some).execute(),
  );
}

export async function readNodes(
  reader: Database,
  places: readonly string[],
): Promise<{ node: string; occurrences: number }[]> {
  const rows = await inAll(places, (some) =>
    reader
      .selectFrom('hang_nodes')
      .select(['node', 'occurrences'])
      .where('place_id', 'in', some)
      .orderBy('occurrences', 'desc')
      .execute(),
  );
  const nodes = new Map<string, number>();
  for (const { node, occurrences } of rows) nodes.set(node, (nodes.get(node) ?? 0) + occurrences);
  return [...nodes]
    .map(([node, occurrences]) => ({ node, occurrences }))
    .sort((a, b) => b.occurrences - a.occurrences || (a.node < b.node ? -1 : 1));
}

async function inAll<Row>(
  places: readonly string[],
  read: (some: string[]) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const some of inPieces(places, IDS_A_QUERY)) rows.push(...(await read(some)));
  return rows;
}
