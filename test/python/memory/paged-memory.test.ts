import { expect, test } from '@jest/globals';
import { PagedMemory } from '../../../src/python/memory/paged-memory.ts';
import type { FileIdentity, System } from '../../../src/target/system.ts';
import { FAKE_PID, FakeMemory } from '../../support/fake-memory.ts';

const START = 0x7f00_0000_0000;
const SPAN = 16_384;

/** Reads into the caller's buffer, and leaves rubbish in it when the kernel refuses half-way. */
class InPlace extends FakeMemory implements System {
  readInto(path: string, position: number, buffer: Buffer): number {
    buffer.fill(0xee);
    const bytes = this.readAt(path, position, buffer.length);
    return bytes.copy(buffer);
  }

  override stat(path: string): FileIdentity {
    return super.stat(path);
  }
}

test('numbers of every width are read as they lie in memory', () => {
  const memory = new FakeMemory()
    .word(START, 0x7f12_3456_789a)
    .word(START + 8, -5)
    .int32(START + 16, -7)
    .uint8(START + 20, 0xfe)
    .reader();
  expect(memory.word(START)).toBe(0x7f12_3456_789a);
  expect(memory.int64(START + 8)).toBe(-5);
  expect(memory.int32(START + 16)).toBe(-7);
  expect(memory.uint32(START + 16)).toBe(0xffff_fff9);
  expect(memory.uint8(START + 20)).toBe(0xfe);
  expect(memory.int8(START + 20)).toBe(-2);
});

test('a number that is not aligned, or lies on two pages, is read like any other', () => {
  const memory = new FakeMemory()
    .word(START + 3, 0x1234)
    .int32(START + 0x21, 77)
    .word(START + SPAN - 4, 0x5678_9abc_def0)
    .int32(START + SPAN * 2 - 2, -3)
    .reader();
  expect(memory.word(START + 3)).toBe(0x1234);
  expect(memory.int32(START + 0x21)).toBe(77);
  expect(memory.word(START + SPAN - 4)).toBe(0x5678_9abc_def0);
  expect(memory.int32(START + SPAN * 2 - 2)).toBe(-3);
});

test('a word above 48 bits is no address', () => {
  const memory = new FakeMemory()
    .word(START, 2 ** 48)
    .word(START + 8, -1)
    .reader();
  expect(memory.word(START)).toBe(0);
  expect(memory.word(START + 8)).toBe(0);
  expect(memory.badReads).toBe(0);
});

test('what is not mapped reads as 0 and null, is counted, and is asked for once', () => {
  const target = new FakeMemory();
  const memory = target.reader();
  expect(memory.word(START)).toBe(0);
  const readsOnce = target.reads;
  expect(memory.bytes(START, 10)).toBeNull();
  expect(memory.cString(START)).toBe('');
  expect(memory.uint8(START)).toBe(0);
  expect(memory.badReads).toBe(4);
  expect(target.reads).toBe(readsOnce);
});

test.each([0, 8, 4_000, -8, 2 ** 48, 2 ** 60, Number.NaN])('%d is never asked of the kernel', (address) => {
  const target = new FakeMemory();
  expect(target.reader().word(address)).toBe(0);
  expect(target.reads).toBe(0);
});

test('a page that is mapped in part gives its part', () => {
  const target = new InPlace();
  target.word(START + 4_096, 42).word(START + 12_288, 43);
  const memory = target.reader();
  expect(memory.word(START)).toBe(0);
  expect(memory.word(START + 4_096)).toBe(42);
  expect(memory.word(START + 8_192)).toBe(0);
  expect(memory.word(START + 12_288)).toBe(43);
  expect(memory.bytes(START + 4_096, 8_192)).toBeNull();
  expect(memory.bytesRead).toBe(8_192);
});

test('a recording is asked for the parts that are looked at, and no others', () => {
  const target = new FakeMemory().word(START, 1).word(START + 2_048, 2);
  const memory = target.reader();
  expect([memory.word(START), memory.word(START + 8), memory.word(START + 2_048)]).toEqual([1, 0, 2]);
  expect([target.reads, memory.bytesRead]).toEqual([2, 512]);
  expect(memory.bytes(START + 200, 1_848 + 8)?.readUInt32LE(1_848)).toBe(2);
});

test('a page is read once until it is forgotten', () => {
  const target = new FakeMemory().word(START, 1);
  const memory = target.reader();
  memory.word(START);
  const first = target.reads;
  target.word(START, 2);
  expect(memory.word(START)).toBe(1);
  expect(target.reads).toBe(first);
  memory.reset();
  expect(memory.word(START)).toBe(2);
});

test('more pages than are kept can be read, over and over', () => {
  const target = new FakeMemory();
  const addresses = Array.from({ length: 40 }, (_, index) => START + index * SPAN);
  for (const [index, address] of addresses.entries()) target.word(address, index + 1);
  const memory = target.reader(8);
  for (let round = 0; round < 3; round += 1) {
    expect(addresses.map((address) => memory.word(address))).toEqual(addresses.map((_, index) => index + 1));
  }
});

test('a buffer that serves again never changes what was read before it', () => {
  const target = new InPlace();
  for (let page = 0; page < 64; page += 1) {
    for (let part = 0; part < 4; part += 1) target.word(START + page * SPAN + part * 4_096, page + 1);
  }
  const memory = new PagedMemory(target, FAKE_PID, 4);
  for (let page = 0; page < 64; page += 1) {
    expect(memory.word(START + page * SPAN)).toBe(page + 1);
    expect(memory.word(START + 1_000 * SPAN)).toBe(0);
    expect(memory.word(START + page * SPAN + 4_096)).toBe(page + 1);
  }
});

test('a string ends at its zero, at its limit, or at the end of memory', () => {
  const memory = new FakeMemory()
    .text(START, 'asyncio')
    .text(START + 4_096 * 4 - 3, 'Wörker')
    .bytes(START + 0x100, Buffer.from('endless'.repeat(100)))
    .reader();
  expect(memory.cString(START)).toBe('asyncio');
  expect(memory.cString(START, 3)).toBe('asy');
  expect(memory.cString(START + 4_096 * 4 - 3)).toBe('Wörker');
  expect(memory.cString(START + 0x100, 14)).toBe('endlessendless');
});

test('bytes are copies, and no more than a mebibyte at a time', () => {
  const target = new FakeMemory().bytes(START, Buffer.from('abc'));
  const memory = target.reader();
  const bytes = memory.bytes(START, 3);
  bytes?.fill(0);
  expect(memory.latin1(START, 3)).toBe('abc');
  expect(memory.bytes(START, 1_048_577)).toBeNull();
  expect(memory.bytes(START, -1)).toBeNull();
  expect(memory.latin1(START, 0)).toBe('');
});

/** A page of 16 KiB is read whole only where all of it is mapped. */
function mapped(target: InPlace, ...pages: number[]): InPlace {
  for (const page of pages) for (let at = 0; at < SPAN; at += 4_096) target.word(START + page * SPAN + at, 1);
  return target;
}

test('a second look tells the pages in which any byte has changed from the others', () => {
  const target = mapped(new InPlace(), 0, 1, 2);
  const memory = target.reader();
  for (const page of [0, 1]) memory.word(START + page * SPAN);
  target.uint8(START + SPAN + 900, 5);
  const now = memory.compare();
  expect(now?.isSame(START, 64)).toBe(true);
  expect(now?.isSame(START + SPAN, 64)).toBe(false);
  expect(now?.isSame(START + SPAN - 32, 64)).toBe(false);
  expect(now?.isSame(START + 2 * SPAN, 64)).toBe(false);
  expect(memory.word(START)).toBe(1);
});

test('there is no second look where a page that was read has made room for another, or at a recording', () => {
  const target = mapped(new InPlace(), 0, 1, 2, 3, 4);
  const memory = target.reader(4);
  for (const page of [0, 1, 2, 3]) memory.word(START + page * SPAN);
  expect(memory.compare()).not.toBeNull();
  memory.word(START + 4 * SPAN);
  expect(memory.compare()).toBeNull();
  memory.reset();
  expect(memory.compare()).not.toBeNull();
  expect(new FakeMemory().reader().compare()).toBeNull();
});
