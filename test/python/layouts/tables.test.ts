/** The tables in the target's memory are input like any other. */
import { expect, test } from '@jest/globals';
import { ASYNCIO_TABLE_BYTES, parseAsyncioOffsets } from '../../../src/python/layouts/asyncio-offsets.ts';
import { buildLayout } from '../../../src/python/layouts/build-layout.ts';
import { OffsetTable } from '../../../src/python/layouts/offset-table.ts';
import { FakeMemory } from '../../support/fake-memory.ts';

const RUNTIME = 0x7f00_0000_0000;
/** As 3.14.10 and 3.15.2 have them (cpython-memory.md, 2.3), and as their headers give them for free-threaded builds. */
const MEASURED = [
  [168, 136, 96, 108, 109, 128, 152, 225_864, 10_880, 936, 864, 872, 880],
  [168, 136, 96, 108, 109, 128, 152, 226_240, 10_856, 1_104, 1_024, 1_032, 1_048],
  [192, 152, 112, 124, 125, 144, 168, 249_976, 17_304, 19_216, 864, 872, 880],
  [192, 152, 112, 124, 125, 144, 168, 250_328, 17_256, 19_408, 1_024, 1_032, 1_048],
];

function asBytes(numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 8);
  for (const [index, number] of numbers.entries()) bytes.writeBigUInt64LE(BigInt(number), index * 8);
  return bytes;
}

test.each(MEASURED)('the table of a real Python is taken (%#)', (...numbers) => {
  const [, name, , , , taskCoroutine, taskNode] = numbers;
  expect(parseAsyncioOffsets(asBytes(numbers))).toMatchObject({ taskName: name, taskCoroutine, taskNode });
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

test('what the header of an object moves in a free-threaded build is moved, and nothing else', () => {
  for (const minor of [13, 14, 15]) {
    const plain = buildLayout(minor, 'x86_64', tableOf({}), null);
    const threaded = buildLayout(minor, 'x86_64', tableOf({ 16: 1 }), null);
    expect(plain).toMatchObject({ minor, freeThreaded: false, object: { headerBytes: 16 } });
    expect(threaded).toMatchObject({ minor, freeThreaded: true, object: { headerBytes: 32 } });
    if (plain === null || threaded === null) throw new Error('no layout');
    const { waiter, mustCancel, loop } = plain.future;
    expect(threaded.future).toMatchObject({ waiter: waiter + 16, loop: loop + 16 });
    expect(threaded.future.mustCancel).toEqual({ ...mustCancel, offset: mustCancel.offset + 16 });
    expect(threaded.code.flags).toBe(plain.code.flags + 16);
    expect(threaded.generator.name).toBe(plain.generator.name + 16);
    expect(threaded.generator.states).toEqual(plain.generator.states);
    expect(threaded.thread).toEqual(plain.thread);
    expect(threaded.runtime).toEqual(plain.runtime);
  }
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
