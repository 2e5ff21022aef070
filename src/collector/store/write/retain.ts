/** Deletes what is too old, or too much, a little at a time: reports that arrive meanwhile get their turn between. */
import type { Database, DatabaseKind } from '../database/database-kind.ts';
import type { Retention } from '../store.ts';
import type { WriteQueue } from './write-queue.ts';

const DAY_MS = 86_400_000;
const ROWS_A_STEP = 250;
/** The rest is done at the next call. */
const LIMIT_MS = 60_000;
/** They are small, and a late report must find that it was counted: more of them stay than reports. */
const TERMINATIONS_A_REPORT = 4;

type Step = (transaction: Database) => Promise<number>;

export class Retain {
  readonly #kind: DatabaseKind;
  readonly #queue: WriteQueue;
  readonly #giveUpAt = performance.now() + LIMIT_MS;

  constructor(kind: DatabaseKind, queue: WriteQueue) {
    this.#kind = kind;
    this.#queue = queue;
  }

  async run(
    { keepDays, keepReports }: Retention,
    nowMs: number,
  ): Promise<{ reports: number; hangs: number }> {
    const before = nowMs - keepDays * DAY_MS;
    const old = await this.#repeat((transaction) => deleteReports(transaction, before, ROWS_A_STEP));
    const many = await this.#repeat(beyond('reports', keepReports, deleteReports));
    await this.#repeat((transaction) => deletePlaces(transaction, before));
    const hangs = await this.#repeat((transaction) => deleteHangs(transaction, before));
    await this.#repeat((transaction) => deleteTerminations(transaction, before, ROWS_A_STEP));
    await this.#repeat(beyond('terminations', keepReports * TERMINATIONS_A_REPORT, deleteTerminations));
    for (const table of ['hang_pods', 'hang_nodes'] as const)
      await this.#repeat((transaction) => deleteMembers(transaction, table, before));
    await this.#repeat(async (transaction) => {
      await transaction
        .deleteFrom('hang_days')
        .where('day', '<', Math.floor(before / DAY_MS))
        .execute();
      await transaction.deleteFrom('series_keys').where('seen_at', '<', before).execute();
      return 0;
    });
    // Within the queue, so that reports get their turn between.
    await this.#repeat(async (transaction) => ((await this.#kind.shrink(transaction)) ? ROWS_A_STEP : 0));
    return { reports: old + many, hangs };
  }

  async #repeat(step: Step): Promise<number> {
    let sum = 0;
    for (;;) {
      const deleted = await this.#queue.add({ kind: 'plain', run: step });
      sum += deleted;
      if (deleted < ROWS_A_STEP || performance.now() > this.#giveUpAt) return sum;
    }
  }
}

type Delete = (transaction: Database, beforeMs: number, limit: number) => Promise<number>;

/** The oldest of what there is too much of. */
function beyond(table: 'reports' | 'terminations', keep: number, remove: Delete): Step {
  return async (transaction) => {
    const { number } = await transaction
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('number'))
      .executeTakeFirstOrThrow();
    const excess = Math.min(number - keep, ROWS_A_STEP);
    return excess <= 0 ? 0 : await remove(transaction, Number.MAX_SAFE_INTEGER, excess);
  };
}

async function deleteReports(transaction: Database, beforeMs: number, limit: number): Promise<number> {
  const rows = await transaction
    .selectFrom('reports')
    .select('id')
    .where('received_at', '<', beforeMs)
    .orderBy('received_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await transaction.deleteFrom('documents').where('id', 'in', ids).execute();
  await transaction.deleteFrom('reports').where('id', 'in', ids).execute();
  return ids.length;
}

async function deleteTerminations(transaction: Database, beforeMs: number, limit: number): Promise<number> {
  const rows = await transaction
    .selectFrom('terminations')
    .select('id')
    .where('seen_at', '<', beforeMs)
    // What nobody has counted yet is counted first.
    .where('settled', '=', 1)
    .orderBy('seen_at')
    .limit(limit)
    .execute();
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await transaction.deleteFrom('terminations').where('id', 'in', ids).execute();
  return ids.length;
}

async function deletePlaces(transaction: Database, beforeMs: number): Promise<number> {
  const places = await transaction
    .selectFrom('hang_places')
    .select('id')
    .where('last_seen', '<', beforeMs)
    .limit(ROWS_A_STEP)
    .execute();
  const ids = places.map(({ id }) => id);
  if (ids.length === 0) return 0;
  for (const table of ['hang_days', 'hang_images', 'hang_nodes', 'hang_pods'] as const)
    await transaction.deleteFrom(table).where('place_id', 'in', ids).execute();
  await transaction.deleteFrom('hang_places').where('id', 'in', ids).execute();
  return ids.length;
}

async function deleteHangs(transaction: Database, beforeMs: number): Promise<number> {
  const rows = await transaction
    .selectFrom('hangs')
    .select(['namespace', 'fingerprint'])
    .where('last_seen', '<', beforeMs)
    .limit(ROWS_A_STEP)
    .execute();
  for (const { namespace, fingerprint } of rows)
    await transaction
      .deleteFrom('hangs')
      .where('namespace', '=', namespace)
      .where('fingerprint', '=', fingerprint)
      .execute();
  return rows.length;
}

/** How many they were stays counted. */
async function deleteMembers(
  transaction: Database,
  table: 'hang_pods' | 'hang_nodes',
  beforeMs: number,
): Promise<number> {
  const member = table === 'hang_pods' ? 'pod_uid' : 'node';
  const rows = (await transaction
    .selectFrom(table)
    .selectAll()
    .where('last_seen', '<', beforeMs)
    .limit(ROWS_A_STEP)
    .execute()) as { place_id: string; [member: string]: unknown }[];
  for (const row of rows)
    await transaction
      .deleteFrom(table)
      .where('place_id', '=', row.place_id)
      .where(member as never, '=', row[member] as never)
      .execute();
  return rows.length;
}
