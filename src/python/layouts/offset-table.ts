/**
 * `_Py_DebugOffsets`, the table of offsets at the start of `_PyRuntime` from 3.13 on (section 2.2), as untrusted input:
 * every number is checked against a bound before it is used.
 */
import type { MemoryReader } from '../memory/reader.ts';

const COOKIE = 'xdebugpy';
/** Of the 3.15 table; earlier ones are shorter, and lie in a far bigger `_PyRuntime`. */
const TABLE_BYTES = 888;
const FIELD_BYTES = 8;
/** PyInterpreterState was 226 kB in 3.15; objects and frames are small. */
const MAX_INTERPRETER_OFFSET = 1_048_576;
const MAX_OBJECT_OFFSET = 4_096;
const VERSION_AT = 8;
const FREE_THREADED_AT = 16;

export class OffsetTable {
  /** PY_VERSION_HEX. */
  readonly version: number;
  readonly freeThreaded: boolean;
  /** Set once a number was asked for that cannot be an offset. */
  broken = false;
  private readonly bytes: Buffer;

  private constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.version = bytes.readUInt32LE(VERSION_AT);
    this.freeThreaded = bytes.readUInt32LE(FREE_THREADED_AT) !== 0;
  }

  /** Null when `_PyRuntime` does not begin with the table's cookie. */
  static read(memory: MemoryReader, runtimeAddress: number): OffsetTable | null {
    const bytes = memory.bytes(runtimeAddress, TABLE_BYTES);
    if (bytes === null || bytes.toString('latin1', 0, COOKIE.length) !== COOKIE) return null;
    return new OffsetTable(bytes);
  }

  /** Offset of a pointer or number in an interpreter or the runtime. */
  interpreter(position: number): number {
    return this.offset(position, MAX_INTERPRETER_OFFSET, FIELD_BYTES);
  }

  /** Offset of a pointer in a thread state, a frame or an object. */
  word(position: number): number {
    return this.offset(position, MAX_OBJECT_OFFSET, FIELD_BYTES);
  }

  /** Offset of a field that need not be aligned to 8 bytes. */
  small(position: number): number {
    return this.offset(position, MAX_OBJECT_OFFSET, 1);
  }

  private offset(position: number, limit: number, alignment: number): number {
    const low = this.bytes.readUInt32LE(position);
    const isOffset = this.bytes.readUInt32LE(position + 4) === 0 && low < limit && low % alignment === 0;
    if (isOffset) return low;
    this.broken = true;
    return 0;
  }
}
