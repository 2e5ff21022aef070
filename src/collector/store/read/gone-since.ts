import type { HangDetail, HangSummary } from '../../model/hang.ts';
import type { Database } from '../database/database-kind.ts';

/** A new image of one of the workloads, of which a container ended otherwise after the hang was seen last. */
export async function readGoneSince(reader: Database, hang: HangSummary): Promise<HangDetail['goneSince']> {
  const seen = hang.images.flatMap(({ image }) => (image === null ? [] : [image]));
  const found: { image: string; sinceMs: number }[] = [];
  for (const { namespace, workload } of hang.workloads) {
    let query = reader
      .selectFrom('terminations')
      .select(['image', 'seen_at'])
      .where('namespace', '=', namespace)
      .where('workload', '=', workload.name)
      .where('workload_kind', '=', workload.kind)
      .where('seen_at', '>', hang.lastSeenMs)
      .where('settled', '=', 1)
      .where('outcome', 'in', ['exited', 'slow'])
      .where('image', 'is not', null)
      .orderBy('seen_at')
      .limit(1);
    if (seen.length > 0) query = query.where('image', 'not in', seen);
    const row = await query.executeTakeFirst();
    if (row?.image != null) found.push({ image: row.image, sinceMs: row.seen_at });
  }
  return found.sort((a, b) => a.sinceMs - b.sinceMs)[0] ?? null;
}
