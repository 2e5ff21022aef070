/** Hangs, and what is counted of them: by workload, and in it by day, image, node and pod. */
import { sql } from 'kysely';
import type { Database } from '../database/database-kind.ts';
import type { Migration } from './migration.ts';

export const hangTables: Migration = {
  version: 2,
  async up(database, { text, integer }) {
    await database.schema
      .createTable('hangs')
      .addColumn('namespace', text, (column) => column.notNull())
      .addColumn('fingerprint', text, (column) => column.notNull())
      .addColumn('name', text, (column) => column.notNull())
      .addColumn('cause', text, (column) => column.notNull())
      .addColumn('finding', text, (column) => column.notNull())
      .addColumn('report_id', text, (column) => column.notNull())
      .addColumn('occurrences', integer, (column) => column.notNull())
      .addColumn('first_seen', integer, (column) => column.notNull())
      .addColumn('last_seen', integer, (column) => column.notNull())
      .addColumn('notified_at', integer)
      .addPrimaryKeyConstraint('hangs_key', ['namespace', 'fingerprint'])
      .execute();
    await database.schema
      .createTable('hang_places')
      .addColumn('id', text, (column) => column.primaryKey().notNull())
      .addColumn('fingerprint', text, (column) => column.notNull())
      .addColumn('namespace', text, (column) => column.notNull())
      .addColumn('workload_kind', text, (column) => column.notNull())
      .addColumn('workload', text, (column) => column.notNull())
      .addColumn('pods', integer, (column) => column.notNull())
      .addColumn('occurrences', integer, (column) => column.notNull())
      .addColumn('first_seen', integer, (column) => column.notNull())
      .addColumn('last_seen', integer, (column) => column.notNull())
      .execute();
    await database.schema
      .createTable('hang_days')
      .addColumn('place_id', text, (column) => column.notNull())
      .addColumn('day', integer, (column) => column.notNull())
      .addColumn('occurrences', integer, (column) => column.notNull())
      .addPrimaryKeyConstraint('hang_days_key', ['place_id', 'day'])
      .execute();
    await database.schema
      .createTable('hang_images')
      .addColumn('place_id', text, (column) => column.notNull())
      .addColumn('image', text, (column) => column.notNull())
      .addColumn('occurrences', integer, (column) => column.notNull())
      .addColumn('first_seen', integer, (column) => column.notNull())
      .addColumn('last_seen', integer, (column) => column.notNull())
      .addPrimaryKeyConstraint('hang_images_key', ['place_id', 'image'])
      .execute();
    for (const [table, member] of [
      ['hang_nodes', 'node'],
      ['hang_pods', 'pod_uid'],
    ] as const)
      await database.schema
        .createTable(table)
        .addColumn('place_id', text, (column) => column.notNull())
        .addColumn(member, text, (column) => column.notNull())
        .addColumn('occurrences', integer, (column) => column.notNull())
        .addColumn('last_seen', integer, (column) => column.notNull())
        .addPrimaryKeyConstraint(`${table}_key`, ['place_id', member])
        .execute();
    await createIndexes(database);
  },
};

async function createIndexes(database: Database): Promise<void> {
  await database.schema
    .createIndex('hangs_by_name')
    .on('hangs')
    .columns(['namespace', 'name'])
    .unique()
    .execute();
  await database.schema.createIndex('hangs_by_time').on('hangs').columns(['last_seen']).execute();
  await database.schema
    .createIndex('hangs_nobody_was_told_of')
    .on('hangs')
    .columns(['first_seen'])
    .where(sql.ref('notified_at'), 'is', null)
    .execute();
  await database.schema
    .createIndex('hang_places_by_fingerprint')
    .on('hang_places')
    .columns(['fingerprint', 'namespace'])
    .execute();
  for (const table of ['hang_places', 'hang_nodes', 'hang_pods'] as const)
    await database.schema.createIndex(`${table}_by_time`).on(table).columns(['last_seen']).execute();
}
