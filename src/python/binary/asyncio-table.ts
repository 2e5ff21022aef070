/** Finds `_AsyncioDebug` (3.14+): its section has a name on disk, and its numbers are known in memory. */
import type { System } from '../../target/system.ts';
import type { AsyncioOffsets } from '../layouts/asyncio-offsets.ts';
import {
  ASYNCIO_TABLE_BYTES,
  ASYNCIO_TABLE_STARTS,
  parseAsyncioOffsets,
} from '../layouts/asyncio-offsets.ts';
import type { MemoryReader } from '../memory/reader.ts';
import { baseName, findInData, sectionAddress } from './find-runtime.ts';
import type { LoadedImage } from './loaded-image.ts';
import { readLoadedImage } from './loaded-image.ts';
import type { MappedFile } from './maps.ts';

/**
 * Null when `_asyncio` is not loaded. In 3.14 the table is in the extension module `_asyncio`, in 3.15 in the interpreter.
 * Where the file cannot be opened, the data in memory is searched for the numbers that tell a task's fields.
 */
export function findAsyncioOffsets(
  system: System,
  memory: MemoryReader,
  process: { pid: number; files: MappedFile[] },
  interpreter: LoadedImage,
): AsyncioOffsets | null {
  const modules = process.files.filter(({ path }) => baseName(path).includes('_asyncio'));
  const images = modules.map((file) => readLoadedImage(memory, file)).filter((image) => image !== null);
  for (const image of [...images, interpreter]) {
    const named = sectionAddress(system, memory, process.pid, image, '.AsyncioDebug');
    const addresses = named === 0 ? patterns.map((pattern) => findInData(memory, image, pattern)) : [named];
    for (const address of addresses) {
      const offsets = address === 0 ? null : parseAsyncioOffsets(memory.bytes(address, ASYNCIO_TABLE_BYTES));
      if (offsets !== null) return offsets;
    }
  }
  return null;
}

const patterns = ASYNCIO_TABLE_STARTS.map((numbers) => {
  const pattern = Buffer.alloc(numbers.length * 8);
  for (const [index, number] of numbers.entries()) pattern.writeUInt32LE(number, index * 8);
  return pattern;
});
