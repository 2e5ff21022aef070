/** What differs between SQLite and PostgreSQL; all else is one code for both. */
import type { Kysely } from 'kysely';
import type { StoreError } from '../store.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;

/** A read sees what is committed, and never waits for a write. */
export interface Connections {
  reader: Database;
  writer: Database;
}

export interface ColumnTypes {
  integer: 'integer' | 'bigint';
  real: 'real' | 'double precision';
  text: 'text';
  bytes: 'blob' | 'bytea';
}

/**
 * again: another replica was in the way, the same may go well now. refused: this write cannot be kept, whoever tries;
 * others beside it can.
 */
export type Failure = StoreError | 'again' | 'refused';

export interface DatabaseKind {
  readonly name: 'sqlite' | 'postgresql';
  readonly columns: ColumnTypes;
  /** Makes a list in JSON of a column. */
  readonly listFunction: 'json_group_array' | 'json_agg';
  /** Nothing is created or changed yet, but the settings of the connection. */
  open(): Promise<Connections>;
  close(): Promise<void>;
  /** Until the end of the transaction nobody else has these names. */
  lock(transaction: Database, names: readonly string[]): Promise<void>;
  /** Of all tables, or the file. */
  usedBytes(reader: Database): Promise<number>;
  /** Gives some of the free space back to the file system; true: there is more. */
  shrink(transaction: Database): Promise<boolean>;
  /** Connections are made anew after what shows that they are of no use. */
  failureOf(error: unknown): Failure;
}
