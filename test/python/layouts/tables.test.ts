/** The tables in the target's memory are input like any other. */
import { expect, test } from '@jest/globals';
import { ASYNCIO_TABLE_BYTES, parseAsyncioOffsets } from '../../../src/python/layouts/asyncio-offsets.ts';
import { buildLayout } from '../../../src/python/layouts/build-layout.ts';
import { OffsetTable } from '../../../src/python/layouts/offset-table.ts';
import { FakeMemory } from '../../support/fake-memory.ts';

const RUNTIME = 0x7f00_0000_0000;
/** As 3.14.10 and 3.15.2 have them (cpython-memory.md, 2.3). */
const MEASURED = [
  [168, 136, 96, 108, 109, 128, 152, 225_864, 10_880, 936, 864, 872, 880],
  [168, 136, 96, 108, 109, 128, 152, 226_240, 10_856, 1_104, 1_024, 1_032, 1_048],
];

function asBytes(numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 8);
  for (const [index, number] of numbers.entries()) bytes.writeBigUInt64LE(BigInt(number), index * 8);
  return bytes;
}

test.each(MEASURED)('the table of a real Python is taken (%#)', (...numbers) => {
  expect(parseAsyncioOffsets(asBytes(numbers))).toMatchObject({ taskCoroutine: 128, taskNode: 152 });
});

test('a table with any number that is no offset is refused', () => {
  const good = MEASURED[0] ?? [];
  const used = [1, 2, 3, 4, 5, 6, 8, 10, 11, 12];
  for (const index of used) {
    for (const wrong of [2 ** 40, 3_000_000, 2 ** 32 + 8]) {
      const bad = good.map((number, at) => (at === index ? wrong : number));
      expect([index, wrong, parseAsyncioOffsets(asBytes(bad))]).toEqual([index, wrong, null]);
    }
  }
  expect(parseAsyncioOffsets(asBytes(good).subarray(0, ASYNCIO_TABLE_BYTES - 1))).toBeNull();
  expect(parseAsyncioOffsets(null)).toBeNull();
});

function tableOf(words: Record<number, number>): OffsetTable | null {
  const memory = new FakeMemory().bytes(RUNTIME, Buffer.from('xdebugpy')).word(RUNTIME + 8, 0x030e_0af0);
  for (const [offset, value] of Object.entries(words)) memory.word(RUNTIME + Number(offset), value);
  return OffsetTable.read(memory.reader(), RUNTIME);
}

test('without the cookie there is no table', () => {
  expect(OffsetTable.read(new FakeMemory().map(RUNTIME).reader(), RUNTIME)).toBeNull();
  expect(OffsetTable.read(new FakeMemory().reader(), RUNTIME)).toBeNull();
});

test('a layout is refused when its table holds a number that cannot be an offset', () => {
  const broken = tableOf({ 208: 2 ** 33 });
  expect(broken).not.toBeNull();
  expect(buildLayout(14, 'x86_64', broken, null)).toBeNull();
  const odd = tableOf({ 208: 13 });
  expect(buildLayout(14, 'x86_64', odd, null)).toBeNull();
  expect(buildLayout(14, 'x86_64', null, null)).toBeNull();
});

test('a minor that is not known has no layout', () => {
  expect(buildLayout(7, 'x86_64', null, null)).toBeNull();
  expect(buildLayout(16, 'x86_64', tableOf({}), null)).toBeNull();
});

test('on aarch64 only what stands behind a mutex lies elsewhere', () => {
  for (const minor of [8, 9, 10, 11]) {
    const here = buildLayout(minor, 'x86_64', null, null);
    const there = buildLayout(minor, 'aarch64', null, null);
    expect(there?.runtime.currentThread).toBe((here?.runtime.currentThread ?? 0) + 16);
    expect({ ...there, runtime: null, architecture: null }).toEqual({
      ...here,
      runtime: null,
      architecture: null,
    });
  }
});
