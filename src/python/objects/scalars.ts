/** str, int, float, bool and bytes: section 5.9. Lengths are bounded before anything is read. */
import type { Layout } from '../layouts/layout.ts';
import type { MemoryReader } from '../memory/reader.ts';
import type { Types } from './types.ts';
import { Flag } from './types.ts';

/** Behind the header. A length, or what stands for it, and the value of a float come right behind it. */
const STRING_STATE = 16;
const DIGITS = 8;
const BITS_PER_DIGIT = 30;
/** Four digits are 120 bits: far beyond what a Number tells apart. */
const MAX_DIGITS = 4;
const BYTES_DATA = 16;
const MAX_CODE_POINT = 0x10ffff;

export class Scalars {
  private readonly memory: MemoryReader;
  private readonly layout: Layout;
  private readonly types: Types;
  private readonly headerBytes: number;

  constructor(memory: MemoryReader, layout: Layout, types: Types) {
    this.memory = memory;
    this.layout = layout;
    this.types = types;
    this.headerBytes = layout.object.headerBytes;
  }

  string(address: number, maxCharacters: number): string | null {
    if ((this.types.of(address).flags & Flag.string) === 0) return null;
    const length = Math.min(this.memory.int64(address + this.headerBytes), maxCharacters);
    if (length <= 0) return length === 0 ? '' : null;
    const { kindBit, asciiHeaderBytes, compactHeaderBytes } = this.layout.string;
    const state = this.memory.uint32(address + this.headerBytes + STRING_STATE) >> kindBit;
    const kind = state & 7;
    const isCompact = (state & 8) !== 0;
    if (isCompact && (state & 16) !== 0) return this.memory.latin1(address + asciiHeaderBytes, length);
    const header = address + compactHeaderBytes;
    return this.characters(isCompact ? header : this.memory.word(header), length, kind);
  }

  integer(address: number): number | null {
    if ((this.types.of(address).flags & Flag.integer) === 0) return null;
    const size = this.memory.int64(address + this.headerBytes);
    const { tagged } = this.layout.integer;
    const count = tagged ? Math.floor(size / 8) : Math.abs(size);
    const isNegative = tagged ? (size & 3) === 2 : size < 0;
    if (count < 0 || count > MAX_DIGITS) return null;
    if (tagged && (size & 3) === 1) return 0;
    let value = 0;
    for (let index = count - 1; index >= 0; index -= 1) {
      value =
        value * 2 ** BITS_PER_DIGIT + this.memory.uint32(address + this.headerBytes + DIGITS + index * 4);
    }
    return isNegative ? -value : value;
  }

  float(address: number): number | null {
    if (!this.types.lineage(this.types.of(address)).includes('float')) return null;
    return this.memory.bytes(address + this.headerBytes, 8)?.readDoubleLE(0) ?? null;
  }

  bool(address: number): boolean | null {
    return this.types.of(address).name === 'bool' ? this.integer(address) !== 0 : null;
  }

  bytes(address: number, maxBytes: number): Buffer | null {
    if ((this.types.of(address).flags & Flag.bytes) === 0) return null;
    const size = this.memory.int64(address + this.headerBytes);
    return size < 0
      ? null
      : this.memory.bytes(address + this.headerBytes + BYTES_DATA, Math.min(size, maxBytes));
  }

  private characters(data: number, length: number, kind: number): string | null {
    if (kind === 1) return this.memory.latin1(data, length);
    if (kind === 2) return this.memory.bytes(data, length * 2)?.toString('utf16le') ?? null;
    if (kind !== 4) return null;
    const bytes = this.memory.bytes(data, length * 4);
    if (bytes === null) return null;
    let text = '';
    for (let at = 0; at < bytes.length; at += 4) {
      const point = bytes.readUInt32LE(at);
      text += point <= MAX_CODE_POINT ? String.fromCodePoint(point) : '\ufffd';
    }
    return text;
  }
}
