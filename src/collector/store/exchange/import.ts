import type { Database } from '../database/database-kind.ts';
import type { DocumentRow, HangRow, ReportRow, TerminationRow } from '../database/tables.ts';
import { NEWEST_VERSION } from '../migrations/migrate.ts';
import { StoreError } from '../store.ts';
import { upsert } from '../write/upsert.ts';
import type { PlainWrite } from '../write/write.ts';
import type { FirstLine, RowLine } from './lines.ts';
import { EXPORT_SCHEMA, EXPORTED } from './lines.ts';

const LINES_A_BATCH = 200;
const CHARACTERS_A_BATCH = 8_388_608;

type Add = <T>(write: PlainWrite<T>) => Promise<T>;

export interface Imported {
  reports: number;
  skipped: number;
}

/** What is there already stays. */
export async function importLines(lines: AsyncIterable<string>, add: Add): Promise<Imported> {
  const sum = { reports: 0, skipped: 0 };
  let batch: RowLine[] = [];
  let characters = 0;
  let number = 0;
  const flush = async () => {
    const rows = batch;
    batch = [];
    characters = 0;
    const { reports, skipped } = await add({
      kind: 'plain',
      run: (transaction) => insert(transaction, rows),
    });
    sum.reports += reports;
    sum.skipped += skipped;
  };
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    if (number === 1) {
      checkFirst(parse(line, number) as Partial<FirstLine>);
      continue;
    }
    batch.push(checkRow(parse(line, number), number));
    characters += line.length;
    if (batch.length >= LINES_A_BATCH || characters >= CHARACTERS_A_BATCH) await flush();
  }
  if (number === 0) throw noExport(1);
  await flush();
  return sum;
}

function parse(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw noExport(number, error);
  }
}

function checkFirst(first: Partial<FirstLine> | null): void {
  if (first?.schema !== EXPORT_SCHEMA || typeof first.form !== 'number') throw noExport(1);
  if (first.form > NEWEST_VERSION)
    throw new StoreError('The export is of a newer Straggler.', {
      code: 'wrong-version',
      fix: 'Import it with that version or a newer one.',
      isTransient: false,
    });
}

function checkRow(value: unknown, number: number): RowLine {
  const line = value as Partial<RowLine> | null;
  if (typeof line?.table !== 'string' || !Object.hasOwn(EXPORTED, line.table)) throw noExport(number);
  if (typeof line.row !== 'object' || line.row === null) throw noExport(number);
  return line as RowLine;
}

function noExport(number: number, cause?: unknown): StoreError {
  return new StoreError(`Line ${number} is not one of an export of Straggler.`, {
    code: 'refused',
    fix: 'Give it what `straggler collector export` has written, whole; what came before that line is kept.',
    isTransient: false,
    cause,
  });
}

async function insert(transaction: Database, lines: readonly RowLine[]): Promise<Imported> {
  const rows = Map.groupBy(lines, ({ table }) => table);
  const of = (table: RowLine['table']) => (rows.get(table) ?? []).map(({ row }) => row);
  const imported = await insertReports(transaction, of('reports'));
  const terminations = of('terminations') as unknown as TerminationRow[];
  await put(
    transaction,
    'terminations',
    terminations.map((row) => ({ ...row, settled: 1 })),
  );
  const hangs = of('hangs') as unknown as HangRow[];
  await put(
    transaction,
    'hangs',
    hangs.map((row) => ({ ...row, notified_at: row.notified_at ?? row.last_seen })),
  );
  const others = [
    'hang_places',
    'hang_days',
    'hang_images',
    'hang_nodes',
    'hang_pods',
    'series_keys',
  ] as const;
  for (const table of others) await put(transaction, table, of(table));
  return imported;
}

async function insertReports(transaction: Database, rows: readonly RowLine['row'][]): Promise<Imported> {
  if (rows.length === 0) return { reports: 0, skipped: 0 };
  const ids = rows.map(({ id }) => String(id));
  const kept = await transaction.selectFrom('reports').select('id').where('id', 'in', ids).execute();
  const known = new Set(kept.map(({ id }) => id));
  const fresh = rows.filter(({ id }) => !known.has(String(id)));
  const reports: object[] = [];
  const documents: DocumentRow[] = [];
  for (const { finding, document, ...report } of fresh) {
    reports.push({ ...(report as unknown as ReportRow), settled: 1 });
    documents.push({
      id: String(report['id']),
      finding: finding as string | null,
      document: Buffer.from(String(document), 'base64'),
    });
  }
  await put(transaction, 'reports', reports);
  await put(transaction, 'documents', documents);
  return { reports: fresh.length, skipped: known.size };
}

async function put(
  transaction: Database,
  table: RowLine['table'] | 'documents',
  rows: readonly object[],
): Promise<void> {
  await upsert(transaction, { table, key: [], rows: rows as never, merge: null });
}
