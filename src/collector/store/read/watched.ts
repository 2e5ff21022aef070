/** What the gauges of watched pods, and the series that start at 0, are made of. */
import type { SeriesKey } from '../../model/identity.ts';
import type { BlindCount, WatchedCount } from '../../model/pod.ts';
import type { Database } from '../database/database-kind.ts';

export async function readSeriesKeys(reader: Database): Promise<SeriesKey[]> {
  const rows = await reader.selectFrom('series_keys').selectAll().orderBy('seen_at', 'desc').execute();
  return rows.map(({ namespace, workload_kind, workload, container }) => ({
    namespace,
    workload: { kind: workload_kind, name: workload },
    container,
  }));
}

export async function readWatchedCounts(
  reader: Database,
): Promise<{ watched: WatchedCount[]; blind: BlindCount[] }> {
  const rows = await reader
    .selectFrom('pods')
    .select(({ fn }) => [
      'namespace',
      'workload_kind',
      'workload',
      'profile',
      'readable',
      'limits',
      fn.countAll<number>().as('pods'),
    ])
    .groupBy(['namespace', 'workload_kind', 'workload', 'profile', 'readable', 'limits'])
    .execute();
  const watched = new Map<string, WatchedCount>();
  const blind = new Map<string, BlindCount>();
  for (const { namespace, workload_kind: kind, workload: name, profile, readable, limits, pods } of rows) {
    const place = { namespace, workload: { kind, name } };
    add(watched, `${namespace}/${kind}/${name}/${profile}`, { ...place, profile, pods });
    if (readable === 1) continue;
    const codes = JSON.parse(limits) as string[];
    // Blind without a reason counts as well.
    for (const limit of codes.length === 0 ? ['unknown'] : new Set(codes))
      add(blind, `${namespace}/${kind}/${name}/${limit}`, { ...place, limit, pods });
  }
  return { watched: [...watched.values()], blind: [...blind.values()] };
}

function add<Row extends { pods: number }>(rows: Map<string, Row>, key: string, row: Row): void {
  const kept = rows.get(key);
  if (kept === undefined) rows.set(key, row);
  else kept.pods += row.pods;
}

export async function countReports(reader: Database): Promise<number> {
  const { number } = await reader
    .selectFrom('reports')
    .select(({ fn }) => fn.countAll<number>().as('number'))
    .executeTakeFirstOrThrow();
  return number;
}
