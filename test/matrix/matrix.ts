/** Program × Python: kept in files, as each Python's tests run in a process of their own. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Score } from './score.ts';

const FOLDER = resolve(import.meta.dirname, '../.output/matrix');
const SUFFIX = '.json';

export interface MatrixCell {
  program: string;
  isLater: boolean;
  /** Empty: the verdict is right. */
  problems: string[];
  /** Why there is no verdict at all. */
  failure: string | null;
  /** The first try was wrong; this is the second. */
  isSecondTry: boolean;
  score: Score | null;
}
export interface MatrixColumn {
  python: string;
  cells: MatrixCell[];
}

export function forgetColumns(): void {
  rmSync(FOLDER, { recursive: true, force: true });
}

export function saveColumn(python: string, cells: MatrixCell[]): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, python + SUFFIX), JSON.stringify({ python, cells } satisfies MatrixColumn));
}

export function loadColumns(): MatrixColumn[] {
  const names = readable(FOLDER).filter((name) => name.endsWith(SUFFIX));
  const columns = names.map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as MatrixColumn);
  return columns.sort((one, other) => order(one.python) - order(other.python));
}

export function saveMatrix(text: string): void {
  writeFileSync(join(FOLDER, '../matrix.txt'), text);
}

/** One line a program; then what is wrong, and how many of all are right. */
export function matrixText(columns: readonly MatrixColumn[]): string {
  const names = [...new Set(columns.flatMap((column) => column.cells.map((cell) => cell.program)))].sort();
  const width = Math.max(...names.map((name) => name.length));
  const heads = columns.map((column) => column.python.replace('+uvloop', 'uv').replace(' joined', 'j'));
  const rows = names.map((name) => {
    const marks = columns.map((column, index) => mark(column, name).padEnd(heads[index]?.length ?? 0));
    return `${name.padEnd(width)}  ${marks.join(' ')}`.trimEnd();
  });
  const cells = columns.flatMap((column) => column.cells);
  const wrong = columns.flatMap((column) =>
    column.cells
      .filter((cell) => !isRight(cell))
      .map((cell) => `${mark(column, cell.program)} ${cell.program} on ${column.python}: ${oneLine(cell)}`),
  );
  const required = cells.filter((cell) => !cell.isLater);
  const later = cells.filter((cell) => cell.isLater);
  return [
    `${''.padEnd(width)}  ${heads.join(' ')}`,
    ...rows,
    '',
    ...wrong.sort(),
    `${count(required)} verdicts right${later.length > 0 ? `; of a later issue ${count(later)}` : ''}`,
    '✓ right   ✗ wrong   ○ wrong, of a later issue   ! no verdict   – not for this Python',
    '',
  ].join('\n');
}

function mark({ cells }: MatrixColumn, program: string): string {
  const cell = cells.find((one) => one.program === program);
  if (cell === undefined) return '–';
  if (isRight(cell)) return '✓';
  if (cell.failure !== null) return '!';
  return cell.isLater ? '○' : '✗';
}

/** Tracebacks are in the tests' own output. */
function oneLine({ problems, failure }: MatrixCell): string {
  return [...problems, failure ?? []]
    .flat()
    .map((problem) => problem.split('\n')[0])
    .join('; ');
}

export function isRight(cell: MatrixCell): boolean {
  return cell.problems.length === 0 && cell.failure === null;
}

function count(cells: readonly MatrixCell[]): string {
  return `${cells.filter(isRight).length} of ${cells.length}`;
}

/** Plain ones first, in the order of their minor. */
function order(python: string): number {
  return Number(/3\.(\d+)/.exec(python)?.[1] ?? 0) + (/^3\.\d+$/.test(python) ? 0 : 100);
}

function readable(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
