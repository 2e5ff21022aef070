import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { guardedDepth } from '../../../src/python/frames/exception-table.ts';
import { decodeLines, lineAt } from '../../../src/python/frames/line-table.ts';
import { PYTHONS, pythonNamed } from '../../support/pythons.ts';

const PROGRAM = resolve(import.meta.dirname, '../../programs/oracle/line_tables.py');
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

interface CodeView {
  name: string;
  firstLine: number;
  length: number;
  table: string;
  lines: [number, number][];
  exceptionTable: string;
  handlers: [number, number, number][];
}

const formatOf = (minor: number) => {
  if (minor >= 11) return 'locations';
  return minor === 10 ? 'line-ranges' : 'lnotab';
};

const cases = PYTHONS.map((name) => ({ name, python: pythonNamed(name) }));

for (const { name, python } of cases) {
  const title = `each instruction of the standard library has the line that Python ${name} gives it`;
  if (python === null) test.skip(`${title} (not on this machine)`, () => undefined);
  else
    test(title, () => {
      const output = execFileSync(python.path, [PROGRAM], { encoding: 'utf8', maxBuffer: MAX_OUTPUT_BYTES });
      const codes = JSON.parse(output) as CodeView[];
      expect(codes.length).toBeGreaterThan(500);
      for (const code of codes) {
        expect([code.name, linesByTable(code, python.minor)]).toEqual([code.name, linesByPython(code)]);
        expect([code.name, depthsByTable(code)]).toEqual([code.name, depthsByPython(code)]);
      }
    });
}

const offsets = ({ length }: CodeView) => Array.from({ length: length / 2 }, (_, index) => index * 2);

function linesByTable(code: CodeView, minor: number): number[] {
  const starts = decodeLines(formatOf(minor), Buffer.from(code.table, 'base64'), code.firstLine);
  return offsets(code).map((offset) => lineAt(starts, code.firstLine, offset));
}

function linesByPython(code: CodeView): number[] {
  return offsets(code).map(
    (offset) => code.lines.findLast(([start]) => start <= offset)?.[1] ?? code.firstLine,
  );
}

function depthsByTable(code: CodeView): number[] {
  const table = Buffer.from(code.exceptionTable, 'base64');
  return offsets(code).map((offset) => guardedDepth(table, offset));
}

function depthsByPython(code: CodeView): number[] {
  return offsets(code).map(
    (offset) => code.handlers.find(([start, end]) => offset >= start && offset < end)?.[2] ?? 0,
  );
}

test('3.8 and 3.9: steps of bytes and lines add up, also over steps too long for one pair', () => {
  const starts = decodeLines('lnotab', Buffer.from([6, 1, 255, 0, 45, 127, 0, 73, 4, 256 - 10]), 10);
  expect(lineAt(starts, 10, -1)).toBe(10);
  expect(lineAt(starts, 10, 0)).toBe(10);
  expect(lineAt(starts, 10, 6)).toBe(11);
  expect(lineAt(starts, 10, 305)).toBe(11);
  expect(lineAt(starts, 10, 306)).toBe(211);
  expect(lineAt(starts, 10, 310)).toBe(201);
});

test('3.10: a range without a line does not move the line', () => {
  const starts = decodeLines('line-ranges', Buffer.from([4, 1, 6, 128, 2, 0]), 5);
  expect([0, 4, 8, 10].map((offset) => lineAt(starts, 5, offset))).toEqual([6, 0, 0, 6]);
});

test('3.11+: every kind of entry moves the line as it should', () => {
  const entry = (code: number, units: number, ...tail: number[]) => [
    128 | (code << 3) | (units - 1),
    ...tail,
  ];
  const table = Buffer.from([
    ...entry(11, 2, 4, 9),
    ...entry(3, 1, 0x12),
    ...entry(13, 1, 0b1001011, 0b0000001),
    ...entry(14, 3, 0b000110, 0, 1, 2),
    ...entry(15, 1),
    ...entry(10, 1, 0, 1),
  ]);
  const starts = decodeLines('locations', table, 100);
  // 0b1001011, 0b1: 11 + (1 << 6) = 75, whose lowest bit is the sign: −37.
  expect(starts).toEqual([
    [0, 101],
    [4, 101],
    [6, 64],
    [8, 67],
    [14, 0],
    [16, 67],
  ]);
});

test('rubbish in the place of a table ends, and gives lines that are numbers', () => {
  const rubbish = Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7919) & 255));
  for (const format of ['lnotab', 'line-ranges', 'locations'] as const) {
    const starts = decodeLines(format, rubbish, 1);
    expect(starts.every(([offset, line]) => Number.isInteger(offset) && Number.isInteger(line))).toBe(true);
  }
  expect(Number.isInteger(guardedDepth(rubbish, 1_000_000))).toBe(true);
});
