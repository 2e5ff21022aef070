/** One transaction for everything of a batch. */
import type { Database, DatabaseKind } from '../database/database-kind.ts';
import type { SeriesKeyRow } from '../database/tables.ts';
import { loadBatch, saveBatch } from '../terminations/load-and-save.ts';
import type { Pending } from './pending.ts';
import type { SeenSeries } from './seen-series.ts';

export interface Committer {
  kind: DatabaseKind;
  writer: Database;
  series: SeenSeries;
}

/** What each of the writes gives, in their order. All is written, or nothing; `onCommit`: which of the two is not known until it returns. */
export async function commit(
  { kind, writer, series }: Committer,
  all: readonly Pending<unknown>[],
  onCommit: () => void,
): Promise<unknown[]> {
  const results = new Map<Pending<unknown>, unknown>();
  const noted = await writer.transaction().execute(async (transaction) => {
    const needs = all.flatMap(({ write }) => (write.kind === 'termination' ? [write.needs] : []));
    let rows: SeriesKeyRow[] = [];
    if (needs.length > 0) {
      const batch = await loadBatch(kind, transaction, needs);
      for (const pending of all)
        if (pending.write.kind === 'termination')
          results.set(pending, pending.write.apply(batch, pending.call));
      await saveBatch(transaction, batch);
      rows = await series.save(transaction, batch.series);
    }
    for (const pending of all)
      if (pending.write.kind === 'plain') results.set(pending, await pending.write.run(transaction));
    onCommit();
    return rows;
  });
  series.note(noted);
  return all.map((pending) => results.get(pending));
}
