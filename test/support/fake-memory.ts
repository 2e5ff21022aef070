/** The memory of a made-up process: what was put into it, zeros on the same page, and nothing elsewhere. */
import { PagedMemory } from '../../src/python/memory/paged-memory.ts';
import { FakeSystem } from './fake-system.ts';

const PAGE_BYTES = 4_096;
export const FAKE_PID = 7;

export class FakeMemory extends FakeSystem {
  private readonly pages = new Map<number, Buffer>();
  /** Number of reads, each a system call on a real machine. */
  reads = 0;

  constructor() {
    super({});
  }

  /** A reader that has seen nothing yet. */
  reader(pageCount?: number): PagedMemory {
    return new PagedMemory(this, FAKE_PID, pageCount);
  }

  word(address: number, value: number): this {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    return this.bytes(address, bytes);
  }

  int32(address: number, value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    return this.bytes(address, bytes);
  }

  uint8(address: number, value: number): this {
    return this.bytes(address, Buffer.from([value & 255]));
  }

  text(address: number, text: string): this {
    return this.bytes(address, Buffer.from(`${text}\0`));
  }

  bytes(address: number, bytes: Uint8Array): this {
    bytes.forEach((byte, index) => {
      const at = address + index;
      this.page(at - (at % PAGE_BYTES))[at % PAGE_BYTES] = byte;
    });
    return this;
  }

  /** Makes the page of an address readable (zeros), or takes it away. */
  map(address: number): this {
    this.page(address - (address % PAGE_BYTES));
    return this;
  }

  unmap(address: number): this {
    this.pages.delete(address - (address % PAGE_BYTES));
    return this;
  }

  /** As the kernel does it: an error when the first byte is not mapped, fewer bytes when a later one is not. */
  override readAt(path: string, position: number, lengthBytes: number): Buffer {
    if (path !== `/proc/${FAKE_PID}/mem`) return super.readAt(path, position, lengthBytes);
    this.reads += 1;
    const parts: Buffer[] = [];
    let at = position;
    while (at < position + lengthBytes) {
      const page = this.pages.get(at - (at % PAGE_BYTES));
      if (page === undefined) break;
      const part = page.subarray(at % PAGE_BYTES, (at % PAGE_BYTES) + position + lengthBytes - at);
      parts.push(part);
      at += part.length;
    }
    if (parts.length === 0) throw Object.assign(new Error('EIO'), { code: 'EIO' });
    return Buffer.concat(parts);
  }

  private page(start: number): Buffer {
    let page = this.pages.get(start);
    if (page === undefined) {
      page = Buffer.alloc(PAGE_BYTES);
      this.pages.set(start, page);
    }
    return page;
  }
}
