/** The machine itself. `/proc` files change between reads, so only files read by position are kept open. */
import { closeSync, constants, openSync, readdirSync, readlinkSync, readSync, statSync } from 'node:fs';
import type { FileIdentity, System } from './system.ts';

const DEFAULT_MAX_BYTES = 1024 * 1024;
const FIRST_CHUNK_BYTES = 16 * 1024;
/** More open files than a capture needs (memory, executable, libraries) but far below the usual limit of 1,024. */
const MAX_OPEN_FILES = 64;

/** Names come from the target: to open a pipe that nobody writes to would wait for ever. */
const WITHOUT_WAITING = constants.O_RDONLY | constants.O_NONBLOCK;

export class LiveSystem implements System {
  readonly #open = new Map<string, number>();

  readFile(path: string, maxBytes = DEFAULT_MAX_BYTES): Buffer {
    const file = openSync(path, WITHOUT_WAITING);
    try {
      return readToEnd(file, maxBytes);
    } finally {
      closeSync(file);
    }
  }

  readAt(path: string, position: number, lengthBytes: number): Buffer {
    const buffer = Buffer.allocUnsafe(lengthBytes);
    const read = readSync(this.#fileOf(path), buffer, 0, lengthBytes, position);
    return read === lengthBytes ? buffer : buffer.subarray(0, read);
  }

  readInto(path: string, position: number, buffer: Buffer): number {
    return readSync(this.#fileOf(path), buffer, 0, buffer.length, position);
  }

  reopen(path: string): void {
    const file = this.#open.get(path);
    if (file === undefined) return;
    this.#open.delete(path);
    closeSync(file);
  }

  readLink(path: string): string {
    return readlinkSync(path);
  }

  list(path: string): string[] {
    return readdirSync(path);
  }

  stat(path: string): FileIdentity {
    const { dev, ino, size, uid, mtimeMs } = statSync(path, { bigint: true });
    return {
      device: deviceText(dev),
      inode: Number(ino),
      sizeBytes: Number(size),
      ownerUid: Number(uid),
      modifiedAtMs: Number(mtimeMs),
    };
  }

  /** CLOCK_MONOTONIC as it stands: Python's loops keep their timers on the same clock of the same kernel. */
  nowMs(): number {
    return Number(process.hrtime.bigint()) / 1e6;
  }

  close(): void {
    for (const file of this.#open.values()) closeSync(file);
    this.#open.clear();
  }

  #fileOf(path: string): number {
    const known = this.#open.get(path);
    if (known !== undefined) return known;
    if (this.#open.size >= MAX_OPEN_FILES) this.close();
    const file = openSync(path, WITHOUT_WAITING);
    this.#open.set(path, file);
    return file;
  }
}

/** `/proc` files say size 0 and may come in pieces: read until nothing comes. */
function readToEnd(file: number, maxBytes: number): Buffer {
  const chunks: Buffer[] = [];
  let total = 0;
  let chunkBytes = Math.min(FIRST_CHUNK_BYTES, maxBytes);
  while (total < maxBytes) {
    const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, maxBytes - total));
    const read = readSync(file, chunk, 0, chunk.length, null);
    if (read === 0) break;
    chunks.push(chunk.subarray(0, read));
    total += read;
    chunkBytes *= 2;
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, total);
}

/** `major:minor` in hex, as `/proc/PID/maps` has it; the split is glibc's `gnu_dev_major` and `gnu_dev_minor`. */
function deviceText(device: bigint): string {
  const major = ((device >> 8n) & 0xfffn) | ((device >> 32n) & ~0xfffn);
  const minor = (device & 0xffn) | ((device >> 12n) & 0xffff_ff00n);
  return `${hex2(major)}:${hex2(minor)}`;
}

function hex2(value: bigint): string {
  return value.toString(16).padStart(2, '0');
}
