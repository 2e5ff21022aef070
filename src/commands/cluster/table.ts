/**
 * Rows as kubectl prints them. On a terminal that is too narrow each row has a second line for what is long, and only what
 * does not fit even so is cut.
 */

import { columns } from '../../report/render/text/layout.ts';
import type { Page } from '../../report/render/text/page.ts';

export interface Column<Row> {
  title: string;
  /** Harmless for a terminal. */
  cell: (row: Row) => string;
  /** It is not cut below this many columns; null: never. */
  min: number | null;
  /** Where a cell loses its characters; the end when nothing is said. */
  cut?: 'middle' | 'end';
  /** It goes into the second line where there must be one. */
  isLong?: true;
  paint?: (text: string, row: Row, page: Page) => string;
}

const GAP = '  ';

/** `width` null: as wide as it gets. Ends with a line break. */
export function table<Row>(
  rows: readonly Row[],
  shape: readonly Column<Row>[],
  page: Page,
  width: number | null,
): string {
  const natural = layOut(rows, shape, page, null);
  if (width === null || natural.width <= width) return `${natural.lines.join('\n')}\n`;
  const first = layOut(
    rows,
    shape.filter(({ isLong }) => isLong !== true),
    page,
    width,
  );
  const second = layOut(
    rows,
    shape.filter(({ isLong }) => isLong === true),
    page,
    width - GAP.length,
  );
  const lines = first.lines.flatMap((line, index) => [line, ...indented(second.lines[index] ?? '')]);
  return `${lines.join('\n')}\n`;
}

function indented(line: string): string[] {
  return line === '' ? [] : [GAP + line];
}

/** The head, and a line for each row. */
function layOut<Row>(
  rows: readonly Row[],
  shape: readonly Column<Row>[],
  page: Page,
  width: number | null,
): { lines: string[]; width: number } {
  const cells = rows.map((one) => shape.map(({ cell }) => cell(one)));
  const natural = shape.map(({ title }, index) =>
    cells.reduce((widest, line) => Math.max(widest, columns(line[index] ?? '')), columns(title)),
  );
  const widths = width === null ? natural : fitted(natural, shape, width);
  const titles = shape.map(({ title }) => title);
  const head = line(titles, widths, shape, (text) => page.paint('bold', text));
  const lines = rows.map((one, index) =>
    line(cells[index] ?? [], widths, shape, (text, { paint }) => paint?.(text, one, page) ?? text),
  );
  return { lines: [head, ...lines], width: total(widths) };
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, one) => sum + one, 0) + GAP.length * Math.max(0, widths.length - 1);
}

/** Padding stands outside of the colours, and there is none behind the last cell. */
function line<Row>(
  cells: readonly string[],
  widths: readonly number[],
  shape: readonly Column<Row>[],
  paint: (text: string, column: Column<Row>) => string,
): string {
  let text = '';
  let padding = '';
  for (const [index, column] of shape.entries()) {
    const width = widths[index] ?? 0;
    const cell = shortened(cells[index] ?? '', width, column.cut);
    if (cell !== '') text += padding + paint(cell, column);
    padding = `${cell === '' ? padding : ''}${' '.repeat(width - columns(cell))}${GAP}`;
  }
  return text;
}

/** Whatever is longest of what may be cut loses first, until all of it fits or nothing more can go. */
function fitted<Row>(natural: readonly number[], shape: readonly Column<Row>[], width: number): number[] {
  const widths = [...natural];
  for (let over = total(widths) - width; over > 0; over--) {
    let longest = -1;
    for (const [index, { min }] of shape.entries()) {
      const own = widths[index] ?? 0;
      if (min !== null && own > min && own > (widths[longest] ?? 0)) longest = index;
    }
    if (longest === -1) return widths;
    widths[longest] = (widths[longest] ?? 0) - 1;
  }
  return widths;
}

function shortened(text: string, width: number, cut: 'middle' | 'end' = 'end'): string {
  if (columns(text) <= width) return text;
  const tail = cut === 'end' ? 0 : Math.floor((width - 1) / 2);
  const characters = [...text];
  const end = tail === 0 ? '' : characters.slice(-tail).join('');
  let start = '';
  for (const character of characters) {
    if (columns(start + character) + 1 + columns(end) > width) break;
    start += character;
  }
  return `${start}…${end}`;
}
