/** Addresses of exported names, through the hash tables that the dynamic loader itself uses (gABI; GNU hash section). */
import type { MemoryReader } from '../memory/reader.ts';
import type { LoadedImage } from './loaded-image.ts';
import { dynamicAddress } from './loaded-image.ts';

const DT_HASH = 4;
const DT_STRTAB = 5;
const DT_SYMTAB = 6;
const DT_GNU_HASH = 0x6ffffef5;
const SYMBOL_BYTES = 24;
const MAX_CHAIN = 65_536;
const MAX_NAME_BYTES = 64;

/** The symbol's address in the target; 0 when the image does not define it. */
export function findSymbol(memory: MemoryReader, image: LoadedImage, name: string): number {
  const symbols = dynamicAddress(image, DT_SYMTAB);
  const strings = dynamicAddress(image, DT_STRTAB);
  if (symbols === 0 || strings === 0) return 0;
  const table = { memory, symbols, strings, bias: image.bias, name };
  const gnu = dynamicAddress(image, DT_GNU_HASH);
  if (gnu !== 0) return findByGnuHash(table, gnu);
  const classic = dynamicAddress(image, DT_HASH);
  return classic === 0 ? 0 : findByClassicHash(table, classic);
}

interface SymbolTable {
  memory: MemoryReader;
  symbols: number;
  strings: number;
  bias: number;
  name: string;
}

function findByGnuHash(table: SymbolTable, hashTable: number): number {
  const { memory } = table;
  const bucketCount = memory.uint32(hashTable);
  const firstIndex = memory.uint32(hashTable + 4);
  const bloomWords = memory.uint32(hashTable + 8);
  if (bucketCount === 0) return 0;
  const buckets = hashTable + 16 + bloomWords * 8;
  const chains = buckets + bucketCount * 4;
  const hash = gnuHash(table.name);
  let index = memory.uint32(buckets + (hash % bucketCount) * 4);
  if (index < firstIndex) return 0;
  for (let step = 0; step < MAX_CHAIN; step += 1) {
    const entry = memory.uint32(chains + (index - firstIndex) * 4);
    if ((entry | 1) === (hash | 1)) {
      const address = definedAt(table, index);
      if (address !== 0) return address;
    }
    if ((entry & 1) === 1) return 0;
    index += 1;
  }
  return 0;
}

function findByClassicHash(table: SymbolTable, hashTable: number): number {
  const { memory } = table;
  const bucketCount = memory.uint32(hashTable);
  if (bucketCount === 0) return 0;
  const chains = hashTable + 8 + bucketCount * 4;
  let index = memory.uint32(hashTable + 8 + (classicHash(table.name) % bucketCount) * 4);
  for (let step = 0; step < MAX_CHAIN && index !== 0; step += 1) {
    const address = definedAt(table, index);
    if (address !== 0) return address;
    index = memory.uint32(chains + index * 4);
  }
  return 0;
}

/** Elf64_Sym: name u32, info u8, other u8, section u16, value u64, size u64. Section 0: used here, defined elsewhere. */
function definedAt({ memory, symbols, strings, bias, name }: SymbolTable, index: number): number {
  const symbol = symbols + index * SYMBOL_BYTES;
  if (memory.cString(strings + memory.uint32(symbol), MAX_NAME_BYTES) !== name) return 0;
  const section = memory.uint32(symbol + 4) >>> 16;
  return section === 0 ? 0 : bias + memory.word(symbol + 8);
}

function gnuHash(name: string): number {
  let hash = 5381;
  for (let at = 0; at < name.length; at += 1) hash = (Math.imul(hash, 33) + name.charCodeAt(at)) | 0;
  return hash >>> 0;
}

function classicHash(name: string): number {
  let hash = 0;
  for (let at = 0; at < name.length; at += 1) {
    hash = (hash << 4) + name.charCodeAt(at);
    const high = hash & 0xf0000000;
    hash = (hash ^ (high >>> 24)) & ~high;
  }
  return hash >>> 0;
}
