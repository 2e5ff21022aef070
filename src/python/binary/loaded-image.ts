/**
 * An ELF file as it lies in the target's memory. Its dynamic symbols are loaded with it, so they are found even when
 * the file is deleted, was replaced on disk, or is out of reach in another container.
 */
import type { MemoryReader } from '../memory/reader.ts';
import type { ElfHeader } from './elf-header.ts';
import { readElfHeader } from './elf-header.ts';
import type { MappedFile } from './maps.ts';

export interface LoadedImage {
  file: MappedFile;
  header: ElfHeader;
  /** To be added to an address of the file: 0 for a program with a fixed address. */
  bias: number;
  /** DT_ tags by number, the first of each. */
  dynamic: Map<number, number>;
}

const PAGE_BYTES = 4_096;
const DYNAMIC_ENTRY_BYTES = 16;
const MAX_DYNAMIC_ENTRIES = 512;

/** Null when there is no 64-bit ELF header at the start of the mapping. */
export function readLoadedImage(memory: MemoryReader, file: MappedFile): LoadedImage | null {
  const [first] = file.mappings;
  if (first === undefined || first.fileOffset !== 0 || !first.readable) return null;
  const header = readElfHeader((offset, lengthBytes) => memory.bytes(first.start + offset, lengthBytes));
  if (header === null || header.bits !== 64) return null;
  const load = header.segments.find(({ kind }) => kind === 'load');
  if (load === undefined) return null;
  const bias =
    first.start -
    (load.address - (load.address % PAGE_BYTES)) +
    load.fileOffset -
    (load.fileOffset % PAGE_BYTES);
  return { file, header, bias, dynamic: readDynamic(memory, header, bias) };
}

function readDynamic(memory: MemoryReader, header: ElfHeader, bias: number): Map<number, number> {
  const tags = new Map<number, number>();
  const segment = header.segments.find(({ kind }) => kind === 'dynamic');
  if (segment === undefined) return tags;
  const count = Math.min(Math.floor(segment.memoryBytes / DYNAMIC_ENTRY_BYTES), MAX_DYNAMIC_ENTRIES);
  for (let index = 0; index < count; index += 1) {
    const at = bias + segment.address + index * DYNAMIC_ENTRY_BYTES;
    const tag = memory.int64(at);
    if (tag === 0) break;
    if (!tags.has(tag)) tags.set(tag, memory.int64(at + 8));
  }
  return tags;
}

/** glibc adds the bias to the addresses in this table when it loads the file; musl and the kernel do not. */
export function dynamicAddress(image: LoadedImage, tag: number): number {
  const value = image.dynamic.get(tag) ?? 0;
  if (value <= 0) return 0;
  return value >= image.bias ? value : value + image.bias;
}
