/** Finds `_AsyncioDebug` (3.14+): its section has a name on disk, and its numbers are known in memory. */
import type { System } from '../../target/system.ts';
import type { AsyncioOffsets } from '../layouts/asyncio-offsets.ts';
import { ASYNCIO_TABLE_BYTES, ASYNCIO_TABLE_START, parseAsyncioOffsets } from '../layouts/asyncio-offsets.ts';
import type { MemoryReader } from '../memory/reader.ts';
import { baseName, findInData, sectionAddress } from './find-runtime.ts';
import { readLoadedImage } from './loaded-image.ts';
import type { MappedFile } from './maps.ts';

/**
 * Null when `_asyncio` is not loaded. In 3.14 the table is in the extension module `_asyncio`, in 3.15 in the interpreter.
 * Where the file cannot be opened, the data in memory is searched for the numbers that tell a task's fields.
 */
export function findAsyncioOffsets(
  system: System,
  memory: MemoryReader,
  pid: number,
  files: MappedFile[],
): AsyncioOffsets | null {
  const pattern = tableStart();
  for (const name of ['_asyncio', 'python']) {
    for (const file of files) {
      if (!baseName(file.path).includes(name) || file.mappings[0]?.fileOffset !== 0) continue;
      const image = readLoadedImage(memory, file);
      if (image === null) continue;
      const named = sectionAddress(system, memory, pid, image, '.AsyncioDebug');
      const address = named === 0 ? findInData(memory, image, pattern) : named;
      const offsets = parseAsyncioOffsets(memory.bytes(address, ASYNCIO_TABLE_BYTES));
      if (offsets !== null) return offsets;
    }
  }
  return null;
}

function tableStart(): Buffer {
  const pattern = Buffer.alloc(ASYNCIO_TABLE_START.length * 8);
  for (const [index, number] of ASYNCIO_TABLE_START.entries()) pattern.writeUInt32LE(number, index * 8);
  return pattern;
}
