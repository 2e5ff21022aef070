/** Which containers of which workloads were heard of. Remembered here, so that most reports write nothing of it. */
import type { Database } from '../database/database-kind.ts';
import type { SeriesKeyRow } from '../database/tables.ts';
import { dayOf } from '../terminations/contribution.ts';
import { upsert } from './upsert.ts';

/** What is forgotten is only written once more. */
const MAX_REMEMBERED = 20_000;

export class SeenSeries {
  /** The day on which each was written last. */
  readonly #days = new Map<string, number>();

  /** Returns those which were not written today; to be noted once they are committed. */
  async save(transaction: Database, rows: readonly SeriesKeyRow[]): Promise<SeriesKeyRow[]> {
    const fresh = new Map<string, SeriesKeyRow>();
    for (const row of rows) if (this.#days.get(keyOf(row)) !== dayOf(row.seen_at)) fresh.set(keyOf(row), row);
    const saved = [...fresh].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    await upsert(transaction, {
      table: 'series_keys',
      key: ['namespace', 'workload_kind', 'workload', 'container'],
      rows: saved,
      merge: { seen_at: 'most' },
    });
    return saved;
  }

  note(rows: readonly SeriesKeyRow[]): void {
    if (this.#days.size + rows.length > MAX_REMEMBERED) this.#days.clear();
    for (const row of rows) this.#days.set(keyOf(row), dayOf(row.seen_at));
  }
}

function keyOf({ namespace, workload_kind, workload, container }: SeriesKeyRow): string {
  return [namespace, workload_kind, workload, container].join('\0');
}
