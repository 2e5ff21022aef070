/** Brings a database to the newest form, once, whichever replica comes first. */
import { sql } from 'kysely';
import type { Database, DatabaseKind } from '../database/database-kind.ts';
import { StoreError } from '../store.ts';
import { MIGRATIONS } from './all.ts';

/** Newest form that this version knows. */
export const NEWEST_VERSION = Math.max(...MIGRATIONS.map(({ version }) => version));

export async function migrate(kind: DatabaseKind, database: Database): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await kind.lock(transaction, ['straggler migrations']);
    const kept = await keptVersion(kind, transaction);
    if (kept > NEWEST_VERSION)
      throw new StoreError(
        `The database is of a newer Straggler (its form is ${kept}, this one knows ${NEWEST_VERSION}).`,
        {
          code: 'wrong-version',
          fix: 'Use that version or a newer one, or another database.',
          isTransient: false,
        },
      );
    for (const { version, up } of MIGRATIONS) {
      if (version <= kept) continue;
      await up(transaction, kind.columns);
      await sql`insert into straggler_form (version) values (${sql.lit(version)})`.execute(transaction);
    }
  });
}

async function keptVersion(kind: DatabaseKind, transaction: Database): Promise<number> {
  if (kind.name === 'sqlite') await refuseForeignFile(transaction);
  await sql`create table if not exists straggler_form (version integer primary key)`.execute(transaction);
  const { rows } = await sql<{ version: number | null }>`
    select max(version) as version from straggler_form`.execute(transaction);
  return rows[0]?.version ?? 0;
}

/** Tables of something else in a file: a mistyped path. */
async function refuseForeignFile(transaction: Database): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`.execute(transaction);
  if (rows.length === 0 || rows.some(({ name }) => name === 'straggler_form')) return;
  throw new StoreError(`The SQLite database holds something else: a table ${rows[0]?.name}.`, {
    code: 'wrong-version',
    fix: 'Choose another path with --store sqlite:PATH.',
    isTransient: false,
  });
}
