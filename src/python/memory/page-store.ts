import type { System } from '../../target/system.ts';
import { orNull } from '../../target/system-error.ts';
import type { ComparablePages } from './page-comparison.ts';

/** 16 KiB: few calls for dense heaps, little waste for scattered objects (measured, cpython-memory.md section 9). */
const PAGE_BYTES = 16_384;
/** Exact, as it is a power of two; faster than to divide. */
const PAGES_PER_BYTE = 1 / PAGE_BYTES;
/** The smallest page of any kernel: where a mapping begins or ends inside a span, it does so at a multiple of this. */
const SMALL_PAGE_BYTES = 4_096;
/** What a system without `readInto` is asked for at once: a recording keeps whatever was read. */
const RECORDED_BYTES = 256;
const MAX_ABSENT = 65_536;
const SLAB_BYTES = 16 * PAGE_BYTES;
/** Tasks are read along several streams of addresses at once, which must not push each other out. */
const WAYS = 4;

/** Bytes of the target that were read at once. */
export interface Span {
  readonly start: number;
  readonly bytes: Buffer;
  /** The same bytes as 32-bit words. Straggler and its target run on one machine, so the order of bytes is the same. */
  readonly words: Uint32Array;
}

/** A page that is not read as one: a span for each part, null where nothing is mapped, undefined until it is asked for. */
type Page = Span | (Span | null | undefined)[];

/**
 * Pages of `/proc/PID/mem` by number, at most `slotCount` (a power of two). Each number has four slots to go to; when
 * they are full, the page that came first leaves. A recording keeps what was read, so its pages are read in parts, as they
 * are asked for. An address that is not mapped fails with EIO, an ended process with ESRCH or no bytes (cpython-memory.md, 5.10).
 */
export class PageStore implements ComparablePages {
  readonly pageBytes = PAGE_BYTES;
  bytesRead = 0;
  private readonly system: System;
  private readonly path: string;
  private readonly partBytes: number;
  private readonly setMask: number;
  private readonly numbers: Float64Array;
  private readonly pages: (Page | undefined)[];
  /** The way that the next page of a set takes. */
  private readonly nextWay: Uint8Array;
  /** Slots that hold a page: to go through all of them takes longer than to forget the few that one batch needs. */
  private readonly used: number[] = [];
  private readonly absent = new Set<number>();
  private readonly spare: Buffer[] = [];
  /** Some page has left for another since `clear`. */
  private hasForgotten = false;

  constructor(system: System, pid: number, slotCount: number) {
    this.system = system;
    this.path = `/proc/${pid}/mem`;
    this.partBytes = system.readInto === undefined ? RECORDED_BYTES : SMALL_PAGE_BYTES;
    this.setMask = slotCount / WAYS - 1;
    this.nextWay = new Uint8Array(slotCount / WAYS);
    this.numbers = new Float64Array(slotCount).fill(-1);
    this.pages = new Array<Page | undefined>(slotCount).fill(undefined);
  }

  /** The span that holds the address, or null when nothing is mapped there. */
  spanOf(address: number): Span | null {
    const number = Math.floor(address * PAGES_PER_BYTE);
    const set = (number | 0) & this.setMask;
    const found = this.kept(number, set * WAYS) ?? this.load(number, set);
    if (!Array.isArray(found)) return found;
    const part = Math.floor((address - number * PAGE_BYTES) / this.partBytes);
    if (found[part] === undefined)
      found[part] = this.readCopy(number * PAGE_BYTES + part * this.partBytes, this.partBytes);
    return found[part] ?? null;
  }

  /** Whether each page that was read since `clear` is kept as it was read. Not so of a recording, which has no other time. */
  get isWholeMemory(): boolean {
    return !this.hasForgotten && this.system.readInto !== undefined;
  }

  isSame(number: number): boolean {
    const page = this.kept(number, ((number | 0) & this.setMask) * WAYS);
    if (page === undefined || Array.isArray(page)) return false;
    const now = this.readWhole(number * PAGE_BYTES);
    if (now === null) return false;
    this.spare.push(now.bytes);
    return now.bytes.equals(page.bytes);
  }

  clear(): void {
    this.hasForgotten = false;
    for (let slot = this.used.pop(); slot !== undefined; slot = this.used.pop()) {
      this.giveBack(this.pages[slot]);
      this.numbers[slot] = -1;
      this.pages[slot] = undefined;
    }
    this.absent.clear();
  }

  /** Gives the buffers away too. */
  release(): void {
    this.clear();
    this.spare.length = 0;
  }

  private kept(number: number, firstSlot: number): Page | undefined {
    const { numbers } = this;
    for (let slot = firstSlot; slot < firstSlot + WAYS; slot += 1) {
      if (numbers[slot] === number) return this.pages[slot];
    }
    return undefined;
  }

  private load(number: number, set: number): Page | null {
    if (this.absent.has(number)) return null;
    const start = number * PAGE_BYTES;
    const page = this.system.readInto === undefined ? [] : (this.readWhole(start) ?? this.readInParts(start));
    if (page === null) {
      if (this.absent.size >= MAX_ABSENT) this.absent.clear();
      this.absent.add(number);
      return null;
    }
    const way = this.nextWay[set] ?? 0;
    this.nextWay[set] = (way + 1) % WAYS;
    const slot = set * WAYS + way;
    if (this.pages[slot] === undefined) this.used.push(slot);
    else this.hasForgotten = true;
    this.giveBack(this.pages[slot]);
    this.numbers[slot] = number;
    this.pages[slot] = page;
    return page;
  }

  /** From slabs, because an allocation costs more than to read a page. */
  private newBuffer(): Buffer {
    const slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
    for (let at = PAGE_BYTES; at < SLAB_BYTES; at += PAGE_BYTES)
      this.spare.push(slab.subarray(at, at + PAGE_BYTES));
    return slab.subarray(0, PAGE_BYTES);
  }

  /** The buffer of a page that leaves serves the next one: a capture reads far more pages than it keeps. */
  private giveBack(page: Page | undefined): void {
    if (page !== undefined && !Array.isArray(page)) this.spare.push(page.bytes);
  }

  /** Null unless all of it can be read. */
  private readWhole(start: number): Span | null {
    const { system } = this;
    const bytes = this.spare.pop() ?? this.newBuffer();
    const count = orNull(() => system.readInto?.(this.path, start, bytes) ?? 0);
    if (count !== PAGE_BYTES) {
      this.spare.push(bytes);
      return null;
    }
    this.bytesRead += PAGE_BYTES;
    return spanOf(start, bytes);
  }

  private readInParts(start: number): (Span | null)[] | null {
    const parts: (Span | null)[] = [];
    for (let offset = 0; offset < PAGE_BYTES; offset += SMALL_PAGE_BYTES) {
      parts.push(this.readCopy(start + offset, SMALL_PAGE_BYTES));
    }
    return parts.every((part) => part === null) ? null : parts;
  }

  private readCopy(start: number, lengthBytes: number): Span | null {
    const bytes = orNull(() => this.system.readAt(this.path, start, lengthBytes));
    if (bytes?.length !== lengthBytes) return null;
    this.bytesRead += lengthBytes;
    return spanOf(start, bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(Uint8Array.from(bytes).buffer));
  }
}

function spanOf(start: number, bytes: Buffer): Span {
  return { start, bytes, words: new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2) };
}
