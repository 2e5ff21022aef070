import type { PageComparison } from './page-comparison.ts';

/**
 * The narrow door to the target's memory. Pages are read whole and kept for one capture.
 * Addresses are Numbers (47 bits). Nothing here throws for a bad address.
 */
export interface MemoryReader {
  /** Eight bytes as an address, tag bits kept; 0 for what cannot be read (counted in `badReads`) or exceeds 2^48. */
  word(address: number): number;
  /** Signed 64 bits as a Number, exact up to 2^53; 0 when unreadable. */
  int64(address: number): number;
  int32(address: number): number;
  uint32(address: number): number;
  int8(address: number): number;
  uint8(address: number): number;
  /**
   * Index in `words` at which the bytes from an address on begin, until the next read; -1 where they do not lie on one page,
   * or the address is not a multiple of 8. For objects of which much is read.
   */
  indexOf(address: number, lengthBytes: number): number;
  readonly words: Uint32Array;
  /** A copy, or null when any part cannot be read or lengthBytes exceeds 1 MiB. */
  bytes(address: number, lengthBytes: number): Buffer | null;
  /** One character a byte, without a copy in between; null like `bytes`. */
  latin1(address: number, lengthBytes: number): string | null;
  /** A NUL-terminated string of at most maxBytes; '' when unreadable. */
  cString(address: number, maxBytes?: number): string;
  readonly badReads: number;
  readonly bytesRead: number;
  /** Compares what is there now with the pages that were kept since `reset`; null where they are not what was read. */
  compare(): PageComparison | null;
  /** Forget the pages (before a retry). */
  reset(): void;
}
