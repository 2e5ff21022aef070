/** The start of an ELF file: elf(5). Read from a file or from the memory where it is loaded. */

/** Bytes of an ELF file, or of memory, by offset; null where they cannot be read. */
export type ByteSource = (offset: number, lengthBytes: number) => Buffer | null;

export interface ElfHeader {
  bits: 32 | 64;
  architecture: 'x86_64' | 'aarch64' | 'other';
  sectionOffset: number;
  sectionCount: number;
  sectionNamesIndex: number;
  segments: Segment[];
}

interface Segment {
  kind: 'load' | 'dynamic' | 'other';
  fileOffset: number;
  /** Address before the load bias is added. */
  address: number;
  fileBytes: number;
  memoryBytes: number;
  writable: boolean;
}

const HEADER_BYTES = 64;
const SEGMENT_BYTES = 56;
const MAX_SEGMENTS = 128;
const MAGIC = 0x464c457f;
const LITTLE_ENDIAN = 1;
const WRITABLE_FLAG = 2;
const KINDS = new Map<number, Segment['kind']>([
  [1, 'load'],
  [2, 'dynamic'],
]);
const ARCHITECTURES = new Map<number, ElfHeader['architecture']>([
  [62, 'x86_64'],
  [183, 'aarch64'],
]);

/** Null when it is no little-endian ELF file. A 32-bit file has no segments here: nothing more is read of it. */
export function readElfHeader(source: ByteSource): ElfHeader | null {
  const header = source(0, HEADER_BYTES);
  if (header === null || header.length < HEADER_BYTES || header.readUInt32LE(0) !== MAGIC) return null;
  if (header[5] !== LITTLE_ENDIAN) return null;
  const bits = header[4] === 2 ? 64 : 32;
  return {
    bits,
    architecture: ARCHITECTURES.get(header.readUInt16LE(18)) ?? 'other',
    sectionOffset: number64(header, 40),
    sectionCount: header.readUInt16LE(60),
    sectionNamesIndex: header.readUInt16LE(62),
    segments: bits === 64 ? readSegments(source, number64(header, 32), header.readUInt16LE(56)) : [],
  };
}

function readSegments(source: ByteSource, offset: number, count: number): Segment[] {
  const bounded = Math.min(count, MAX_SEGMENTS);
  const table = source(offset, bounded * SEGMENT_BYTES);
  if (table === null || table.length < bounded * SEGMENT_BYTES) return [];
  return Array.from({ length: bounded }, (_, index) => {
    const at = index * SEGMENT_BYTES;
    return {
      kind: KINDS.get(table.readUInt32LE(at)) ?? 'other',
      writable: (table.readUInt32LE(at + 4) & WRITABLE_FLAG) !== 0,
      fileOffset: number64(table, at + 8),
      address: number64(table, at + 16),
      fileBytes: number64(table, at + 32),
      memoryBytes: number64(table, at + 40),
    };
  });
}

/** An unsigned 64-bit number; those of an honest file are below 2^53. */
export function number64(bytes: Buffer, offset: number): number {
  return bytes.readUInt32LE(offset) + bytes.readUInt32LE(offset + 4) * 2 ** 32;
}
