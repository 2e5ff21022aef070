/** Writes the summed changes of the counts. */
import type { Database } from '../database/database-kind.ts';
import type { HangPodRow } from '../database/tables.ts';
import { inPieces, rowsAStatement, upsert, upsertQuery } from '../write/upsert.ts';
import { CountSums } from './count-sums.ts';
import { saveHangs } from './save-hangs.ts';
import type { CountChange } from './termination-batch.ts';

const SEEN = { occurrences: 'sum', first_seen: 'least', last_seen: 'most' } as const;

export async function saveCounts(transaction: Database, changes: readonly CountChange[]): Promise<void> {
  if (changes.length === 0) return;
  const sums = new CountSums(changes);
  await savePods(transaction, sums);
  await upsert(transaction, {
    table: 'hang_places',
    key: ['id'],
    rows: CountSums.inOrder(sums.places),
    merge: { ...SEEN, pods: 'sum' },
  });
  await upsert(transaction, {
    table: 'hang_days',
    key: ['place_id', 'day'],
    rows: CountSums.inOrder(sums.days),
    merge: { occurrences: 'sum' },
  });
  await upsert(transaction, {
    table: 'hang_images',
    key: ['place_id', 'image'],
    rows: CountSums.inOrder(sums.images),
    merge: SEEN,
  });
  await upsert(transaction, {
    table: 'hang_nodes',
    key: ['place_id', 'node'],
    rows: CountSums.inOrder(sums.nodes),
    merge: { occurrences: 'sum', last_seen: 'most' },
  });
  await saveHangs(transaction, CountSums.inOrder(sums.hangs));
  if (changes.some(({ sign }) => sign < 0)) await deleteEmpty(transaction, sums);
}

/** A pod counts when its first hang comes, and not any more when its last one is taken back. */
async function savePods(transaction: Database, { pods, places }: CountSums): Promise<void> {
  const rows = CountSums.inOrder(pods);
  for (const some of inPieces(rows, rowsAStatement(rows))) {
    const after = (await upsertQuery(transaction, {
      table: 'hang_pods',
      key: ['place_id', 'pod_uid'],
      rows: some,
      merge: { occurrences: 'sum', last_seen: 'most' },
    })
      .returning(['place_id', 'pod_uid', 'occurrences'] as never)
      .execute()) as unknown as HangPodRow[];
    for (const { place_id, pod_uid, occurrences } of after) {
      const before = occurrences - (pods.get(`${place_id} ${pod_uid}`)?.occurrences ?? 0);
      const place = places.get(place_id);
      if (place === undefined) continue;
      place.pods += Number(occurrences > 0) - Number(before > 0);
    }
  }
}

async function deleteEmpty(transaction: Database, { places, hangs }: CountSums): Promise<void> {
  const ids = [...places.keys()];
  for (const table of ['hang_pods', 'hang_days', 'hang_images', 'hang_nodes'] as const)
    await transaction.deleteFrom(table).where('place_id', 'in', ids).where('occurrences', '<=', 0).execute();
  await transaction.deleteFrom('hang_places').where('id', 'in', ids).where('occurrences', '<=', 0).execute();
  await transaction
    .deleteFrom('hangs')
    .where('fingerprint', 'in', [...new Set([...hangs.values()].map(({ fingerprint }) => fingerprint))])
    .where('occurrences', '<=', 0)
    .execute();
}
