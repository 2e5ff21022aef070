/** The exported function around an address of a shared library: its dynamic symbol table (gABI, elf(5)), read from memory. */

import { orNull } from '../../../target/system-error.ts';
import type { Session } from '../../asyncio/session.ts';
import type { LoadedImage } from '../../binary/loaded-image.ts';
import { dynamicAddress, readLoadedImage } from '../../binary/loaded-image.ts';
import type { Mapping } from '../../binary/maps.ts';
import { mappedFiles, readMaps } from '../../binary/maps.ts';

const DT_STRTAB = 5;
const DT_SYMTAB = 6;
/** DT_HASH, DT_RELA, DT_JMPREL, DT_GNU_HASH, DT_VERSYM, DT_VERNEED: tables that may lie behind the symbols. */
const OTHER_TABLES = [4, 7, 23, 0x6ffffef5, 0x6ffffff0, 0x6ffffffe];
const SYMBOL_BYTES = 24;
const MAX_SYMBOLS = 20_000;
const FUNCTION = 2;
const MAX_NAME_BYTES = 128;

/** null when it lies in a function that the library does not export. */
export function symbolAround(
  { memory, system, process }: Session,
  mapping: Mapping,
  address: number,
): string | null {
  const mappings = orNull(() => readMaps(system, process.pid)) ?? [];
  const file = mappedFiles(mappings).find((one) => one.mappings.some(({ start }) => start === mapping.start));
  const image = file === undefined ? null : readLoadedImage(memory, file);
  return image === null ? null : search(memory, image, address);
}

function search(memory: Session['memory'], image: LoadedImage, address: number): string | null {
  const symbols = dynamicAddress(image, DT_SYMTAB);
  const strings = dynamicAddress(image, DT_STRTAB);
  // Nothing says how many there are. Linkers put the names right behind them; auditwheel (patchelf) moves these away.
  const behind = [strings, ...OTHER_TABLES.map((one) => dynamicAddress(image, one))].filter(
    (one) => one > symbols,
  );
  const count = Math.min(Math.floor((Math.min(...behind) - symbols) / SYMBOL_BYTES), MAX_SYMBOLS);
  const table =
    symbols === 0 || behind.length === 0 || count <= 0 ? null : memory.bytes(symbols, count * SYMBOL_BYTES);
  if (table === null) return null;
  for (let at = 0; at < table.length; at += SYMBOL_BYTES) {
    const offset = address - image.bias - Number(table.readBigUInt64LE(at + 8));
    const isInside = offset >= 0 && offset < Number(table.readBigUInt64LE(at + 16));
    if (isInside && ((table[at + 4] ?? 0) & 15) === FUNCTION)
      return memory.cString(strings + table.readUInt32LE(at), MAX_NAME_BYTES) || null;
  }
  return null;
}
