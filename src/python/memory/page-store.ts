import type { System } from '../../target/system.ts';
import { errorCode } from '../../target/system-error.ts';

/** 16 KiB: few calls for dense heaps, little waste for scattered objects (measured, cpython-memory.md section 9). */
export const PAGE_BYTES = 16_384;
/** The smallest page of any kernel: where a mapping begins or ends inside a span, it does so at a multiple of this. */
const SMALL_PAGE_BYTES = 4_096;
const MAX_ABSENT = 65_536;

/** Bytes of the target that were read at once. */
export interface Span {
  readonly start: number;
  readonly bytes: Buffer;
  /** The same bytes as 32-bit words. Straggler and its target run on one machine, so the order of bytes is the same. */
  readonly words: Uint32Array;
}

/** A page that is mapped in parts only: a span for each 4 KiB, null where nothing is mapped. */
type Page = Span | (Span | null)[];

/**
 * Pages of `/proc/PID/mem` by number, at most `slotCount` (a power of two): a page that falls on a used slot takes its
 * place. An address that is not mapped fails with EIO, an ended process with ESRCH or no bytes (cpython-memory.md, 5.10).
 */
export class PageStore {
  bytesRead = 0;
  private readonly system: System;
  private readonly path: string;
  private readonly slotMask: number;
  private readonly numbers: Float64Array;
  private readonly pages: (Page | undefined)[];
  private readonly absent = new Set<number>();

  constructor(system: System, pid: number, slotCount: number) {
    this.system = system;
    this.path = `/proc/${pid}/mem`;
    this.slotMask = slotCount - 1;
    this.numbers = new Float64Array(slotCount).fill(-1);
    this.pages = new Array<Page | undefined>(slotCount).fill(undefined);
  }

  /** The span that holds the address, or null when nothing is mapped there. */
  spanOf(address: number): Span | null {
    const number = Math.floor(address / PAGE_BYTES);
    const slot = (number | 0) & this.slotMask;
    const page = this.numbers[slot] === number ? this.pages[slot] : undefined;
    const found = page ?? this.load(number, slot);
    if (!Array.isArray(found)) return found;
    return found[Math.floor((address - number * PAGE_BYTES) / SMALL_PAGE_BYTES)] ?? null;
  }

  clear(): void {
    this.numbers.fill(-1);
    this.pages.fill(undefined);
    this.absent.clear();
  }

  private load(number: number, slot: number): Page | null {
    if (this.absent.has(number)) return null;
    const start = number * PAGE_BYTES;
    const page = this.read(start, PAGE_BYTES) ?? this.readInParts(start);
    if (page === null) {
      if (this.absent.size >= MAX_ABSENT) this.absent.clear();
      this.absent.add(number);
      return null;
    }
    this.numbers[slot] = number;
    this.pages[slot] = page;
    return page;
  }

  private readInParts(start: number): (Span | null)[] | null {
    const parts: (Span | null)[] = [];
    for (let offset = 0; offset < PAGE_BYTES; offset += SMALL_PAGE_BYTES) {
      parts.push(this.read(start + offset, SMALL_PAGE_BYTES));
    }
    return parts.every((part) => part === null) ? null : parts;
  }

  /** Null unless all of it can be read. */
  private read(start: number, lengthBytes: number): Span | null {
    let bytes: Buffer;
    try {
      bytes = this.system.readAt(this.path, start, lengthBytes);
    } catch (error) {
      if (errorCode(error) === null) throw error;
      return null;
    }
    if (bytes.length !== lengthBytes) return null;
    this.bytesRead += lengthBytes;
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(Uint8Array.from(bytes).buffer);
    const words = new Uint32Array(aligned.buffer, aligned.byteOffset, lengthBytes / 4);
    return { start, bytes: aligned, words };
  }
}
