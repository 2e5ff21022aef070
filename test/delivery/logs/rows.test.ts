import { expect, test } from '@jest/globals';
import { Rows } from '../../../src/delivery/logs/rows.ts';

function rowsOf(...chunks: (string | Buffer)[]) {
  const seen: string[] = [];
  const rows = new Rows((row) => seen.push(row));
  for (const chunk of chunks) rows.add(Buffer.from(chunk));
  rows.end();
  return { seen, count: rows.count };
}

test('rows come whole, however the bytes come', () => {
  const bytes = Buffer.from('eins\nzwei ü🐍\n\nlast');
  const oneByOne = Array.from(bytes, (_, index) => bytes.subarray(index, index + 1));
  expect(rowsOf(bytes)).toEqual({ seen: ['eins', 'zwei ü🐍', '', 'last'], count: 4 });
  expect(rowsOf(...oneByOne)).toEqual(rowsOf(bytes));
});

test('a row that has no end is let go, and the next is read', () => {
  const before = process.memoryUsage().rss;
  const chunk = Buffer.alloc(1_024 * 1_024, 'x');
  const { seen, count } = rowsOf('first\n', ...Array.from({ length: 300 }, () => chunk), '\nafter\n');
  expect({ seen, count }).toEqual({ seen: ['first', 'after'], count: 3 });
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1_024 * 1_024);
});
