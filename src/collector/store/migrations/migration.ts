import type { ColumnTypes, Database } from '../database/database-kind.ts';

/** One step of the form of the database. What was released stays as it is: a change is another step. */
export interface Migration {
  version: number;
  up(database: Database, types: ColumnTypes): Promise<void>;
}
