/** kysely on a connection in a thread of its own. */
import type {
  CompiledQuery,
  DatabaseConnection,
  DatabaseIntrospector,
  Dialect,
  Driver,
  Kysely,
  QueryResult,
} from 'kysely';
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { DatabaseThread } from './database-thread.ts';
import type { Statement, StatementResult } from './messages.ts';
import { givesRows } from './statements.ts';
import type { ThreadKeeper } from './thread-keeper.ts';

/**
 * The lock is taken at the beginning: a transaction that reads first and writes later would be refused at once, not made
 * to wait, when another process had written between (https://sqlite.org/lang_transaction.html).
 */
const BEGIN: Statement = { sql: 'begin immediate', parameters: [] };
const COMMIT: Statement = { sql: 'commit', parameters: [] };
const ROLLBACK: Statement = { sql: 'rollback', parameters: [] };

/** Of one thread: what a transaction began in one must not go on in another. */
class ThreadConnection implements DatabaseConnection {
  readonly #thread: DatabaseThread;
  /** Statements of a transaction that need no answer go along with the next one that does. */
  #unsent: Statement[] | null = null;
  #hasBegun = false;

  constructor(thread: DatabaseThread) {
    this.#thread = thread;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const statement = { sql, parameters };
    if (this.#unsent !== null && !givesRows(sql)) {
      this.#unsent.push(statement);
      return { rows: [] };
    }
    const { rows, changes } = await this.#send(statement);
    return { rows: rows as Row[], numAffectedRows: BigInt(changes) };
  }

  streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('rows are read a page at a time');
  }

  begin(): void {
    this.#unsent = [BEGIN];
    this.#hasBegun = false;
  }

  /** Nothing is sent of a transaction without statements. */
  async commit(): Promise<void> {
    if (this.#hasBegun || (this.#unsent?.length ?? 0) > 1) await this.#send(COMMIT);
    this.#unsent = null;
  }

  async rollback(): Promise<void> {
    this.#unsent = null;
    // With the thread ended the transaction, too.
    if (this.#hasBegun && !this.#thread.isOver) await this.#thread.run([ROLLBACK]);
  }

  async #send(last: Statement): Promise<StatementResult> {
    const statements = [...(this.#unsent ?? []), last];
    if (this.#unsent !== null) {
      this.#unsent = [];
      this.#hasBegun = true;
    }
    const results = await this.#thread.run(statements);
    return results.at(-1) ?? { rows: [], changes: 0 };
  }
}

class ThreadDriver implements Driver {
  readonly #keeper: ThreadKeeper;

  constructor(keeper: ThreadKeeper) {
    this.#keeper = keeper;
  }

  /** Each use has a connection of its own, all of them in the one thread. */
  async acquireConnection(): Promise<ThreadConnection> {
    return new ThreadConnection(await this.#keeper.live());
  }

  beginTransaction(connection: ThreadConnection): Promise<void> {
    connection.begin();
    return Promise.resolve();
  }

  async commitTransaction(connection: ThreadConnection): Promise<void> {
    await connection.commit();
  }

  async rollbackTransaction(connection: ThreadConnection): Promise<void> {
    await connection.rollback();
  }

  async init(): Promise<void> {
    // The thread is begun by whoever needs it first.
  }

  async releaseConnection(): Promise<void> {
    // It holds nothing.
  }

  async destroy(): Promise<void> {
    await this.#keeper.stop();
  }
}

/** One use at a time: `SqliteAdapter` says that there are not several connections. */
export class ThreadDialect implements Dialect {
  readonly #keeper: ThreadKeeper;

  constructor(keeper: ThreadKeeper) {
    this.#keeper = keeper;
  }

  createDriver(): Driver {
    return new ThreadDriver(this.#keeper) as Driver;
  }

  createQueryCompiler(): SqliteQueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): SqliteAdapter {
    return new SqliteAdapter();
  }

  createIntrospector(database: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(database);
  }
}
