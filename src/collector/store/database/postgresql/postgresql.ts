/** PostgreSQL, for several replicas of the collector. */
import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { StoreError } from '../../store.ts';
import type { ColumnTypes, Connections, Database, DatabaseKind, Failure } from '../database-kind.ts';
import type { Tables } from '../tables.ts';
import { TABLE_NAMES } from '../tables.ts';
import { FreshPool } from './fresh-pool.ts';
import { postgresqlFailure } from './postgresql-failure.ts';

export class Postgresql implements DatabaseKind {
  readonly name = 'postgresql';
  readonly columns: ColumnTypes = {
    integer: 'bigint',
    real: 'double precision',
    text: 'text',
    bytes: 'bytea',
  };
  readonly listFunction = 'json_agg';
  readonly #pool: FreshPool;

  constructor(urlFile: string) {
    this.#pool = new FreshPool(urlFile);
  }

  open(): Promise<Connections> {
    const both = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: this.#pool }) });
    return Promise.resolve({ reader: both, writer: both });
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  /**
   * Advisory locks, since a row that does not exist yet cannot be locked. All replicas take them in the same order, so
   * that no two wait for each other. Two names with one number only wait without need.
   */
  async lock(transaction: Database, names: readonly string[]): Promise<void> {
    const numbers = [...new Set(names.map(numberOf))].sort((a, b) => (a < b ? -1 : 1)).map(String);
    if (numbers.length === 0) return;
    await sql`select pg_advisory_xact_lock(number) from unnest(${numbers}::bigint[]) as number`.execute(
      transaction,
    );
  }

  async usedBytes(reader: Database): Promise<number> {
    const { rows } = await sql<{ bytes: number }>`
      select sum(pg_total_relation_size(name::regclass)) as bytes from unnest(${TABLE_NAMES}::text[]) as name
    `.execute(reader);
    return Number(rows[0]?.bytes ?? 0);
  }

  /** Autovacuum does it. */
  shrink(): Promise<boolean> {
    return Promise.resolve(false);
  }

  failureOf(error: unknown): Failure {
    const failure = postgresqlFailure(error);
    if (failure instanceof StoreError && failure.code === 'unavailable') this.#pool.renew();
    return failure;
  }
}

function numberOf(name: string): bigint {
  return createHash('sha256').update(name).digest().readBigInt64BE();
}
