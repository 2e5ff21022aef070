/** Connections to PostgreSQL. After trouble they are made anew, with what the file says then: a password may be replaced. */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { StoreError } from '../../store.ts';

const MAX_CONNECTIONS = 8;
const CONNECT_MS = 3_000;
/** The server gives up first; the client after it, where the server does not answer at all. */
const STATEMENT_MS = 8_000;
const ANSWER_MS = 9_000;
const LOCK_MS = 5_000;
const END_MS = 2_000;
const IDLE_TRANSACTION_MS = 15_000;

/** Counts and times fit a JavaScript number; the driver gives 64 bits as text otherwise. */
const NUMBERS: ReadonlySet<number> = new Set([pg.types.builtins.INT8, pg.types.builtins.NUMERIC]);

export class FreshPool implements PostgresPool {
  readonly options = {};
  readonly #urlFile: string;
  #pool: pg.Pool | null = null;

  constructor(urlFile: string) {
    this.#urlFile = urlFile;
  }

  async connect(): Promise<PostgresPoolClient> {
    const url = this.#pool === null ? await this.#readUrl() : '';
    this.#pool ??= this.#make(url);
    const pool = this.#pool;
    try {
      return await pool.connect();
    } catch (error) {
      this.#forget(pool);
      throw error;
    }
  }

  async end(): Promise<void> {
    const pool = this.#pool;
    this.#pool = null;
    // It waits for the server to close the connections, which one that is away never does.
    await Promise.race([pool?.end(), sleep(END_MS, undefined, { ref: false })]);
  }

  /** Whoever has a connection keeps it; the next one gets a new one. */
  renew(): void {
    if (this.#pool !== null) this.#forget(this.#pool);
  }

  #forget(pool: pg.Pool): void {
    if (this.#pool === pool) this.#pool = null;
    // An end that fails leaves nothing to do: nobody will use it again.
    if (!pool.ending) pool.end().catch(() => undefined);
  }

  #make(connectionString: string): pg.Pool {
    const pool = new pg.Pool({
      connectionString,
      max: MAX_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_MS,
      statement_timeout: STATEMENT_MS,
      query_timeout: ANSWER_MS,
      lock_timeout: LOCK_MS,
      idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
      keepAlive: true,
      application_name: 'straggler-collector',
      types: { getTypeParser },
    });
    // A connection that breaks while nobody uses it: the next call sees for itself.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    return pool;
  }

  async #readUrl(): Promise<string> {
    const url = (await this.#readFile()).trim();
    if (URL.canParse(url) && /^postgres(ql)?:/.test(url)) return url;
    throw new StoreError(`${this.#urlFile} does not hold the address of a PostgreSQL.`, {
      code: 'unavailable',
      fix: 'Put postgresql://USER:PASSWORD@HOST/DATABASE into it; escape special characters of the password like in any URL.',
      isTransient: true,
    });
  }

  async #readFile(): Promise<string> {
    try {
      return await readFile(this.#urlFile, 'utf8');
    } catch (error) {
      throw new StoreError(`The address of PostgreSQL can not be read from ${this.#urlFile}.`, {
        code: 'unavailable',
        fix: 'Mount the Secret there, readable for the user of the collector.',
        isTransient: true,
        cause: error,
      });
    }
  }
}

const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: unknown) =>
  NUMBERS.has(oid) && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format as 'text');
