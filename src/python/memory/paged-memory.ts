import type { System } from '../../target/system.ts';
import { PageComparison } from './page-comparison.ts';
import type { Span } from './page-store.ts';
import { PageStore } from './page-store.ts';
import type { MemoryReader } from './reader.ts';
import { wordAt } from './word-at.ts';

/** 2,048 pages of 16 KiB: 32 MiB at most. */
const PAGE_COUNT = 2_048;
const MAX_BYTES = 1_048_576;
const HIGH_WORD = 2 ** 32;
const ADDRESS_LIMIT = 2 ** 48;
/** Nothing of a process lies below this (vm.mmap_min_addr): NULL with an offset is not worth a system call. */
const LOWEST_ADDRESS = 4_096;

const EMPTY: Span = { start: -1, bytes: Buffer.alloc(0), words: new Uint32Array(0) };

/** The target's memory through whole pages that are kept until `reset`. The target is neither stopped nor written to. */
export class PagedMemory implements MemoryReader {
  badReads = 0;
  private readonly store: PageStore;
  /** The span of the last read, its fields at hand: most reads stay in it. */
  private start = -1;
  private bytesOfSpan: Buffer = EMPTY.bytes;
  words: Uint32Array = EMPTY.words;
  private length = 0;

  constructor(system: System, pid: number, pageCount: number = PAGE_COUNT) {
    this.store = new PageStore(system, pid, pageCount);
  }

  get bytesRead(): number {
    return this.store.bytesRead;
  }

  word(address: number): number {
    const offset = address - this.start;
    if (offset >= 0 && offset + 8 <= this.length && (offset & 3) === 0)
      return wordAt(this.words, offset >> 2, 0);
    if ((address & 7) === 0)
      return this.enter(address, 8) ? wordAt(this.words, (address - this.start) >> 2, 0) : 0;
    const value = this.splitInt64(address);
    return value >= 0 && value < ADDRESS_LIMIT ? value : 0;
  }

  int64(address: number): number {
    if ((address & 7) !== 0) return this.splitInt64(address);
    if (!this.enter(address, 8)) return 0;
    const index = (address - this.start) >> 2;
    return (this.words[index] ?? 0) + ((this.words[index + 1] ?? 0) | 0) * HIGH_WORD;
  }

  uint32(address: number): number {
    if ((address & 3) !== 0) return this.bytes(address, 4)?.readUInt32LE(0) ?? 0;
    return this.enter(address, 4) ? (this.words[(address - this.start) >> 2] ?? 0) : 0;
  }

  int32(address: number): number {
    return this.uint32(address) | 0;
  }

  uint8(address: number): number {
    return this.enter(address, 1) ? (this.bytesOfSpan[address - this.start] ?? 0) : 0;
  }

  int8(address: number): number {
    return (this.uint8(address) << 24) >> 24;
  }

  indexOf(address: number, lengthBytes: number): number {
    const offset = address - this.start;
    if ((address & 7) !== 0) return -1;
    if (offset >= 0 && offset + lengthBytes <= this.length) return offset >> 2;
    return this.enter(address, lengthBytes) ? (address - this.start) >> 2 : -1;
  }

  bytes(address: number, lengthBytes: number): Buffer | null {
    if (!(lengthBytes >= 0 && lengthBytes <= MAX_BYTES)) return null;
    const copy = Buffer.allocUnsafe(lengthBytes);
    let done = 0;
    while (done < lengthBytes) {
      if (!this.enter(address + done, 1)) return null;
      const from = address + done - this.start;
      done += this.bytesOfSpan.copy(copy, done, from, from + lengthBytes - done);
    }
    return copy;
  }

  latin1(address: number, lengthBytes: number): string | null {
    if (lengthBytes > 0 && lengthBytes <= this.length && this.enter(address, lengthBytes)) {
      const offset = address - this.start;
      return this.bytesOfSpan.toString('latin1', offset, offset + lengthBytes);
    }
    return this.bytes(address, lengthBytes)?.toString('latin1') ?? null;
  }

  cString(address: number, maxBytes = 256): string {
    if (!this.enter(address, 1)) return '';
    const here = this.bytesOfSpan.subarray(address - this.start, address - this.start + maxBytes);
    const whole =
      here.includes(0) || here.length === maxBytes ? here : this.overTheBorder(address, here, maxBytes);
    const end = whole.indexOf(0);
    return whole.toString('utf8', 0, end < 0 ? whole.length : end);
  }

  compare(): PageComparison | null {
    return this.store.isWholeMemory ? new PageComparison(this.store) : null;
  }

  reset(): void {
    this.store.clear();
    this.use(EMPTY);
  }

  /** A string that goes on in the next span; one border at most, which is enough for a name. */
  private overTheBorder(address: number, here: Buffer, maxBytes: number): Buffer {
    const next = address + here.length;
    if (!this.enter(next, 1)) return here;
    const offset = next - this.start;
    return Buffer.concat([here, this.bytesOfSpan.subarray(offset, offset + maxBytes - here.length)]);
  }

  /** Forgets the pages, and keeps no buffer for the next ones. */
  release(): void {
    this.store.release();
    this.use(EMPTY);
  }

  /** For a number that is not aligned or lies on two spans. */
  private splitInt64(address: number): number {
    const bytes = this.bytes(address, 8);
    return bytes === null ? 0 : bytes.readUInt32LE(0) + bytes.readInt32LE(4) * HIGH_WORD;
  }

  /** Goes to the span that holds the address. False when it cannot be read, or does not hold all the bytes. */
  private enter(address: number, lengthBytes: number): boolean {
    const offset = address - this.start;
    if (offset >= 0 && offset + lengthBytes <= this.length) return true;
    const span = address >= LOWEST_ADDRESS && address < ADDRESS_LIMIT ? this.store.spanOf(address) : null;
    if (span === null) {
      this.badReads += 1;
      return false;
    }
    this.use(span);
    return address - span.start + lengthBytes <= this.length;
  }

  private use(span: Span): void {
    this.start = span.start;
    this.bytesOfSpan = span.bytes;
    this.words = span.words;
    this.length = span.bytes.length;
  }
}
