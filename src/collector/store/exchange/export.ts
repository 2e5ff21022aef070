import { sql } from 'kysely';
import type { Database } from '../database/database-kind.ts';
import { NEWEST_VERSION } from '../migrations/migrate.ts';
import type { FirstLine, RowLine } from './lines.ts';
import { EXPORT_SCHEMA, EXPORTED } from './lines.ts';

/** Documents may be large. */
const REPORTS_A_PAGE = 50;
const ROWS_A_PAGE = 500;

type Row = { [column: string]: unknown };
/** One bounded read. */
type Read = <T>(read: (reader: Database) => Promise<T>) => Promise<T>;

/** A page at a time, so that nothing is held open for long: what comes meanwhile may be in it or not. */
export async function* exportLines(read: Read): AsyncGenerator<string> {
  yield JSON.stringify({ schema: EXPORT_SCHEMA, form: NEWEST_VERSION } satisfies FirstLine);
  for (const table of Object.keys(EXPORTED) as RowLine['table'][])
    for await (const row of rowsOf(read, table)) yield JSON.stringify({ table, row });
}

async function* rowsOf(read: Read, table: RowLine['table']): AsyncGenerator<Row> {
  const limit = table === 'reports' ? REPORTS_A_PAGE : ROWS_A_PAGE;
  const key: readonly string[] = EXPORTED[table];
  let last: Row | null = null;
  for (;;) {
    const after: Row | null = last;
    const rows: Row[] = await read((reader) => readPage(reader, table, after, limit));
    yield* rows.map(asJson);
    last = rows.at(-1) ?? null;
    if (rows.length < limit || last === null || key.length === 0) return;
  }
}

async function readPage(
  reader: Database,
  table: RowLine['table'],
  after: Row | null,
  limit: number,
): Promise<Row[]> {
  const key = EXPORTED[table].map((column) => `${table}.${column}`);
  const columns = sql.join(key.map((column) => sql.ref(column)));
  const from = sql.table(table);
  const select =
    table === 'reports'
      ? sql`select reports.*, documents.finding, documents.document from ${from} join documents on documents.id = reports.id`
      : sql`select * from ${from}`;
  const values = sql.join(EXPORTED[table].map((column) => after?.[column] ?? null));
  const where = after === null ? sql`` : sql`where (${columns}) > (${values})`;
  const { rows } = await sql<Row>`${select} ${where} order by ${columns} limit ${limit}`.execute(reader);
  return rows;
}

function asJson(row: Row): Row {
  const { document } = row;
  return document instanceof Uint8Array
    ? { ...row, document: Buffer.from(document).toString('base64') }
    : row;
}
