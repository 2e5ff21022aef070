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
  const seen: string[] = [];
  const rows = new Rows((row) => seen.push(row));
  rows.add(Buffer.from('first\n'));
  for (let index = 0; index < 1_000; index += 1) rows.add(Buffer.alloc(1_024 * 1_024, 'x'));
  expect(process.memoryUsage().arrayBuffers).toBeLessThan(500 * 1_024 * 1_024);
  rows.add(Buffer.from('\nafter\n'));
  expect({ seen, count: rows.count }).toEqual({ seen: ['first', 'after'], count: 3 });
});
