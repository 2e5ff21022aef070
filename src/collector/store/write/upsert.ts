/** Many rows in few statements. */
import type { Database } from '../database/database-kind.ts';
import type { Tables } from '../database/tables.ts';

/** PostgreSQL takes 65,535 parameters, SQLite 32,766; it is the size of a statement that is worth keeping prepared. */
const MAX_PARAMETERS = 8_000;

/** Sums what is already there up with `sum`, keeps the smaller or larger one with `least` and `most`; replaces by default. */
type Merge = 'replace' | 'keep' | 'sum' | 'least' | 'most';

type Row<Name extends keyof Tables> = Tables[Name];

export interface Upsert<Name extends keyof Tables> {
  table: Name;
  key: readonly (keyof Row<Name> & string)[];
  rows: readonly Row<Name>[];
  /** By column; null: what is there stays as it is. */
  merge: Partial<Record<keyof Row<Name>, Merge>> | null;
}

export async function upsert<Name extends keyof Tables>(
  database: Database,
  what: Upsert<Name>,
): Promise<void> {
  for (const rows of inPieces(what.rows, rowsAStatement(what.rows)))
    await upsertQuery(database, { ...what, rows }).execute();
}

/** For what may come back from it. */
export function upsertQuery<Name extends keyof Tables>(database: Database, what: Upsert<Name>) {
  const { table, key, rows, merge } = what;
  // One shape of all tables: kysely's types would ask for each table's own.
  const insert = database.insertInto(table as 'leases').values(rows as unknown as Tables['leases'][]);
  return insert.onConflict((conflict) => {
    if (merge === null) return conflict.doNothing();
    const target = conflict.columns(key as unknown as 'name'[]);
    const changed = Object.keys(rows[0] ?? {}).filter(
      (column) =>
        !key.includes(column as (typeof key)[number]) && merge[column as keyof Row<Name>] !== 'keep',
    );
    return target.doUpdateSet((expression) =>
      Object.fromEntries(
        changed.map((column) => {
          const now = expression.ref(`${table}.${column}` as 'until');
          const next = expression.ref(`excluded.${column}` as 'until');
          switch (merge[column as keyof Row<Name>]) {
            case 'sum':
              return [column, expression(now, '+', next)];
            case 'least':
              return [column, expression.case().when(now, '<', next).then(now).else(next).end()];
            case 'most':
              return [column, expression.case().when(now, '>', next).then(now).else(next).end()];
            default:
              return [column, next];
          }
        }),
      ),
    );
  });
}

export function rowsAStatement(rows: readonly object[]): number {
  return Math.max(1, Math.floor(MAX_PARAMETERS / Object.keys(rows[0] ?? { one: 1 }).length));
}

export function inPieces<T>(items: readonly T[], size: number): T[][] {
  const pieces: T[][] = [];
  for (let from = 0; from < items.length; from += size) pieces.push(items.slice(from, from + size));
  return pieces;
}
