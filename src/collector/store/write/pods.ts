/** Pods whose sidecar has said hello. */
import type { PodHello } from '../../model/pod.ts';
import type { Database } from '../database/database-kind.ts';
import type { SeriesKeyRow } from '../database/tables.ts';
import type { SeenSeries } from './seen-series.ts';
import { inPieces, upsert } from './upsert.ts';
import type { PlainWrite } from './write.ts';

const UIDS_A_QUERY = 500;

/** Gives the series that were written, to be noted. */
export function savePod(hello: PodHello, nowMs: number, series: SeenSeries): PlainWrite<SeriesKeyRow[]> {
  const { uid, namespace, name, node, workload, profile, mode, version } = hello;
  const place = { namespace, workload_kind: workload.kind, workload: workload.name };
  const row = {
    uid,
    ...place,
    name,
    node,
    profile,
    mode,
    version,
    readable: hello.readable ? (1 as const) : (0 as const),
    containers: JSON.stringify(hello.containers),
    limits: JSON.stringify(hello.limits),
    seen_at: nowMs,
  };
  return {
    kind: 'plain',
    async run(transaction) {
      await upsert(transaction, { table: 'pods', key: ['uid'], rows: [row], merge: {} });
      return await series.save(
        transaction,
        hello.containers.map((container) => ({ ...place, container, seen_at: nowMs })),
      );
    },
  };
}

export function removePod(uid: string): PlainWrite<void> {
  return {
    kind: 'plain',
    async run(transaction) {
      await transaction.deleteFrom('pods').where('uid', '=', uid).execute();
    },
  };
}

/** Not heard of since `olderThanMs`. Those that are alive count as heard of now: a hello is said only once. */
export function forgetPods(
  olderThanMs: number,
  alive: ReadonlySet<string> | null,
  nowMs: number,
): PlainWrite<void> {
  return {
    kind: 'plain',
    async run(transaction) {
      const uids = await findOld(transaction, olderThanMs);
      for (const some of inPieces(
        uids.filter((uid) => alive?.has(uid)),
        UIDS_A_QUERY,
      ))
        await transaction.updateTable('pods').set({ seen_at: nowMs }).where('uid', 'in', some).execute();
      for (const some of inPieces(
        uids.filter((uid) => !alive?.has(uid)),
        UIDS_A_QUERY,
      ))
        await transaction.deleteFrom('pods').where('uid', 'in', some).execute();
    },
  };
}

async function findOld(transaction: Database, olderThanMs: number): Promise<string[]> {
  const rows = await transaction
    .selectFrom('pods')
    .select('uid')
    .where('seen_at', '<', olderThanMs)
    .execute();
  return rows.map(({ uid }) => uid);
}
