/**
 * datetime.datetime and datetime.timedelta as seconds. The C types are laid out alike from 3.8 to 3.15 (Include/datetime.h):
 * a hash, whether there is a tzinfo, then ten bytes of year, month, day, hour, minute, second and microsecond, big end first.
 */
import type { MemoryReader } from '../memory/reader.ts';
import type { Objects } from './objects.ts';

/** All behind the object's header. */
const HAS_ZONE = 8;
const DATE_AND_TIME = 9;
const DATE_AND_TIME_BYTES = 10;
const ZONE = 24;
const DAYS = 8;
const SECONDS = 12;
const MICROSECONDS = 16;

const SECONDS_PER_DAY = 86_400;
const MICRO = 1e-6;

export class Moments {
  readonly #memory: MemoryReader;
  readonly #objects: Objects;
  readonly #headerBytes: number;

  constructor(memory: MemoryReader, objects: Objects, headerBytes: number) {
    this.#memory = memory;
    this.#objects = objects;
    this.#headerBytes = headerBytes;
  }

  /**
   * Seconds of a timedelta, or of a datetime since 1970: of one without a zone as if it was UTC. Null for any other object, and
   * for a zone that is not `datetime.timezone`: its offset is a function's answer.
   */
  seconds(address: number): number | null {
    if (this.#objects.isInstance(address, 'datetime.timedelta')) return this.#duration(address);
    return this.#objects.isInstance(address, 'datetime.datetime') ? this.#moment(address) : null;
  }

  /** What is to be added to UTC for a datetime without a zone, by the process's own `time`; null where it has summer time. */
  localOffsetSeconds(): number | null {
    const daylight = this.#objects.int(this.#objects.global('time', 'daylight'));
    const west = this.#objects.int(this.#objects.global('time', 'timezone'));
    return daylight === 0 && west !== null ? -west : null;
  }

  #duration(address: number): number {
    const at = address + this.#headerBytes;
    const days = this.#memory.int32(at + DAYS);
    const seconds = this.#memory.int32(at + SECONDS);
    return days * SECONDS_PER_DAY + seconds + this.#memory.int32(at + MICROSECONDS) * MICRO;
  }

  #moment(address: number): number | null {
    const at = address + this.#headerBytes;
    const bytes = this.#memory.bytes(at + DATE_AND_TIME, DATE_AND_TIME_BYTES);
    if (bytes === null) return null;
    const [month = 0, day, hour, minute, second] = bytes.subarray(2, 7);
    const milliseconds = Date.UTC(bytes.readUInt16BE(0), month - 1, day, hour, minute, second);
    const seconds = milliseconds / 1_000 + bytes.readUIntBE(7, 3) * MICRO;
    if (this.#memory.uint8(at + HAS_ZONE) === 0) return seconds;
    const offset = this.#offsetOf(this.#memory.word(at + ZONE));
    return offset === null ? null : seconds - offset;
  }

  #offsetOf(zone: number): number | null {
    if (this.#objects.typeName(zone) !== 'datetime.timezone') return null;
    const offset = this.#memory.word(zone + this.#headerBytes);
    return this.#objects.isInstance(offset, 'datetime.timedelta') ? this.#duration(offset) : null;
  }
}
