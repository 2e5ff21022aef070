/** Runs statements on a connection of `node:sqlite`, and keeps them prepared. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Statement, StatementResult } from './messages.ts';

/** A prepared statement costs some 50 µs; of bulk writes each number of rows is another statement. */
const MAX_STATEMENTS = 300;

export class Statements {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  run({ sql, parameters }: Statement): StatementResult {
    if (sql === 'rollback') return this.#rollback();
    const statement = this.#prepare(sql);
    const values = parameters as SQLInputValue[];
    if (givesRows(sql)) return { rows: statement.all(...values), changes: 0 };
    return { rows: [], changes: Number(statement.run(...values).changes) };
  }

  close(): void {
    this.#prepared.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #prepare(sql: string): StatementSync {
    const statement = this.#prepared.get(sql) ?? this.#database.prepare(sql);
    this.#prepared.delete(sql);
    this.#prepared.set(sql, statement);
    const [oldest] = this.#prepared.keys();
    if (this.#prepared.size > MAX_STATEMENTS && oldest !== undefined) this.#prepared.delete(oldest);
    return statement;
  }

  /** A full disk has ended the transaction already (https://sqlite.org/lang_transaction.html): then there is nothing to roll back. */
  #rollback(): StatementResult {
    if (this.#database.isTransaction) this.#database.exec('rollback');
    return { rows: [], changes: 0 };
  }
}

export function givesRows(sql: string): boolean {
  return /^\s*(select|with|pragma|explain)\b|\breturning\b/i.test(sql);
}
