/** Reports, terminations, pods. */
import { sql } from 'kysely';
import type { ColumnTypes, Database } from '../database/database-kind.ts';
import type { Migration } from './migration.ts';

export const firstTables: Migration = {
  version: 1,
  async up(database, types) {
    await createReports(database, types);
    await createTerminations(database, types);
    await createPods(database, types);
  },
};

async function createReports(database: Database, { text, integer, real, bytes }: ColumnTypes): Promise<void> {
  await database.schema
    .createTable('reports')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('revision', integer, (column) => column.notNull())
    .addColumn('abridged', integer, (column) => column.notNull())
    .addColumn('complete', integer, (column) => column.notNull())
    .addColumn('settled', integer, (column) => column.notNull())
    .addColumn('namespace', text, (column) => column.notNull())
    .addColumn('pod', text, (column) => column.notNull())
    .addColumn('pod_uid', text, (column) => column.notNull())
    .addColumn('node', text)
    .addColumn('workload_kind', text, (column) => column.notNull())
    .addColumn('workload', text, (column) => column.notNull())
    .addColumn('container', text, (column) => column.notNull())
    .addColumn('image', text)
    .addColumn('outcome', text, (column) => column.notNull())
    .addColumn('cause', text)
    .addColumn('certainty', text)
    .addColumn('fingerprint', text)
    .addColumn('culprit', text)
    .addColumn('summary', text, (column) => column.notNull())
    .addColumn('started_at', integer, (column) => column.notNull())
    .addColumn('deadline_at', integer)
    .addColumn('duration_seconds', real)
    .addColumn('grace_seconds', real)
    .addColumn('received_at', integer, (column) => column.notNull())
    .addColumn('search', text, (column) => column.notNull())
    .execute();
  await database.schema
    .createTable('documents')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('finding', text)
    .addColumn('document', bytes, (column) => column.notNull())
    .execute();
  // Each goes on in the order of the list, so that a page is read without sorting.
  for (const column of ['namespace', 'workload', 'outcome', 'cause'] as const)
    await database.schema
      .createIndex(`reports_by_${column}`)
      .on('reports')
      .columns([column, 'received_at', 'id'])
      .execute();
  await database.schema.createIndex('reports_by_time').on('reports').columns(['received_at', 'id']).execute();
  // A fingerprint may be in many namespaces: those of one are found in the index alone.
  await database.schema
    .createIndex('reports_by_fingerprint')
    .on('reports')
    .columns(['fingerprint', 'received_at', 'id', 'namespace'])
    .execute();
}

async function createTerminations(database: Database, types: ColumnTypes): Promise<void> {
  const { text, integer, real } = types;
  await database.schema
    .createTable('terminations')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('report_id', text)
    .addColumn('pod_uid', text, (column) => column.notNull())
    .addColumn('container', text, (column) => column.notNull())
    .addColumn('namespace', text, (column) => column.notNull())
    .addColumn('workload_kind', text, (column) => column.notNull())
    .addColumn('workload', text, (column) => column.notNull())
    .addColumn('image', text)
    .addColumn('node', text)
    .addColumn('outcome', text, (column) => column.notNull())
    .addColumn('duration_seconds', real)
    .addColumn('grace_seconds', real)
    .addColumn('share_percent', integer)
    .addColumn('cause', text)
    .addColumn('source', text, (column) => column.notNull())
    .addColumn('seen_at', integer, (column) => column.notNull())
    .addColumn('due_at', integer, (column) => column.notNull())
    .addColumn('settled', integer, (column) => column.notNull())
    .addColumn('settled_by', text)
    .addColumn('ending', text)
    .addColumn('contribution', text)
    .execute();
  await database.schema
    .createIndex('terminations_by_container')
    .on('terminations')
    .columns(['pod_uid', 'container'])
    .execute();
  await database.schema
    .createIndex('terminations_under_way')
    .on('terminations')
    .columns(['due_at'])
    .where(sql.ref('settled'), '=', sql.lit(0))
    .execute();
  // Holds all that the overview asks for.
  await database.schema
    .createIndex('terminations_by_time')
    .on('terminations')
    .columns(['seen_at', 'settled', 'outcome', 'share_percent'])
    .execute();
  await database.schema
    .createIndex('terminations_by_workload')
    .on('terminations')
    .columns(['namespace', 'workload', 'seen_at'])
    .execute();
}

async function createPods(database: Database, { text, integer }: ColumnTypes): Promise<void> {
  await database.schema
    .createTable('pods')
    .addColumn('uid', text, (column) => column.primaryKey().notNull())
    .addColumn('namespace', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('node', text)
    .addColumn('workload_kind', text, (column) => column.notNull())
    .addColumn('workload', text, (column) => column.notNull())
    .addColumn('profile', text, (column) => column.notNull())
    .addColumn('mode', text, (column) => column.notNull())
    .addColumn('version', text, (column) => column.notNull())
    .addColumn('readable', integer, (column) => column.notNull())
    .addColumn('containers', text, (column) => column.notNull())
    .addColumn('limits', text, (column) => column.notNull())
    .addColumn('seen_at', integer, (column) => column.notNull())
    .execute();
  await database.schema
    .createTable('series_keys')
    .addColumn('namespace', text, (column) => column.notNull())
    .addColumn('workload_kind', text, (column) => column.notNull())
    .addColumn('workload', text, (column) => column.notNull())
    .addColumn('container', text, (column) => column.notNull())
    .addColumn('seen_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('series_keys_key', ['namespace', 'workload_kind', 'workload', 'container'])
    .execute();
  await database.schema
    .createTable('leases')
    .addColumn('name', text, (column) => column.primaryKey().notNull())
    .addColumn('owner', text, (column) => column.notNull())
    .addColumn('until', integer, (column) => column.notNull())
    .execute();
}
