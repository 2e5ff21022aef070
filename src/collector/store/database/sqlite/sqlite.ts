/** SQLite in a file, by the one that is part of Node. */
import { closeSync, openSync } from 'node:fs';
import { Kysely, sql } from 'kysely';
import { StoreError } from '../../store.ts';
import type { ColumnTypes, Connections, Database, DatabaseKind, Failure } from '../database-kind.ts';
import type { Tables } from '../tables.ts';
import { sqliteFailure } from './sqlite-failure.ts';
import { ThreadDialect } from './thread-dialect.ts';
import type { BeginThread } from './thread-keeper.ts';
import { ThreadKeeper } from './thread-keeper.ts';

/** It waits within the thread, and whoever writes next waits behind it. */
const BUSY_MS = 2_000;
const CACHE_KIB = 16_384;
const LOG_BYTES = 67_108_864;
/** Of 4 KiB. */
const PAGES_A_STEP = 256;

const COMMON = `
  pragma busy_timeout = ${BUSY_MS};
  pragma cache_size = -${CACHE_KIB};
  pragma temp_store = memory;
`;

/**
 * With a write-ahead log, so that reads do not wait for writes. `full`: each commit is on the disk before it is
 * acknowledged (https://sqlite.org/pragma.html#pragma_synchronous). `auto_vacuum` works only before the first table.
 */
const WRITING = `${COMMON}
  pragma auto_vacuum = incremental;
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma journal_size_limit = ${LOG_BYTES};
`;

/** One thread writes, and one reads; a commit takes as long as the disk, and only its thread waits for it. */
export class Sqlite implements DatabaseKind {
  readonly name = 'sqlite';
  readonly columns: ColumnTypes = { integer: 'integer', real: 'real', text: 'text', bytes: 'blob' };
  readonly listFunction = 'json_group_array';
  readonly #path: string;
  readonly #begin: BeginThread | undefined;
  #keepers: ThreadKeeper[] = [];

  /** `begin`: for what watches the threads. */
  constructor(path: string, begin?: BeginThread) {
    this.#path = path;
    this.#begin = begin;
  }

  async open(): Promise<Connections> {
    await requireSqlite();
    keepFromOthers(this.#path);
    const path = this.#path;
    const writing = new ThreadKeeper({ path, settings: WRITING, isReader: false }, this.#begin);
    const reading = new ThreadKeeper({ path, settings: COMMON, isReader: true }, this.#begin);
    this.#keepers = [writing, reading];
    try {
      // A file with a log can be read only where somebody has made what belongs to it.
      for (const keeper of this.#keepers) await keeper.live();
    } catch (error) {
      await this.close();
      throw error;
    }
    const [writer, reader] = this.#keepers.map(
      (keeper) => new Kysely<Tables>({ dialect: new ThreadDialect(keeper) }),
    );
    return { writer, reader } as Connections;
  }

  /** The writer at last: whoever closes last empties the log, and may write for it. */
  async close(): Promise<void> {
    for (const keeper of this.#keepers.splice(0).reverse()) await keeper.stop();
  }

  /** There is one writer. */
  lock(): Promise<void> {
    return Promise.resolve();
  }

  async usedBytes(reader: Database): Promise<number> {
    return (await numberOf(reader, 'page_count')) * (await numberOf(reader, 'page_size'));
  }

  async shrink(transaction: Database): Promise<boolean> {
    const before = await numberOf(transaction, 'freelist_count');
    await sql`pragma incremental_vacuum(${sql.lit(PAGES_A_STEP)})`.execute(transaction);
    const after = await numberOf(transaction, 'freelist_count');
    return after > 0 && after < before;
  }

  failureOf(error: unknown): Failure {
    return sqliteFailure(error, this.#path);
  }
}

async function numberOf(database: Database, pragma: string): Promise<number> {
  const { rows } = await sql<Record<string, number>>`pragma ${sql.raw(pragma)}`.execute(database);
  return Number(rows[0]?.[pragma] ?? 0);
}

/** A report may show source: whoever shares the volume need not read it. The files beside it get the same mode. */
function keepFromOthers(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch {
    // SQLite says better what is wrong with it.
  }
}

async function requireSqlite(): Promise<void> {
  try {
    await import('node:sqlite');
  } catch (error) {
    throw new StoreError(`Node ${process.version} has no SQLite.`, {
      code: 'wrong-version',
      fix: 'Use Node 22.13 or newer, or --store postgresql.',
      isTransient: false,
      cause: error,
    });
  }
}
