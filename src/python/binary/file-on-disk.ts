/** Opens the very file that a process has mapped, wherever its path leads from here. */

import type { System } from '../../target/system.ts';
import { orNull } from '../../target/system-error.ts';
import type { MemoryReader } from '../memory/reader.ts';
import type { ByteSource } from './elf-header.ts';
import type { MappedFile } from './maps.ts';

/** ELF header and program headers, and with most linkers the build id. */
const COMPARED_BYTES = 1_024;

/**
 * A source of the file's bytes, or null when it is out of reach or another one lies at its path now.
 *
 * In another mount namespace `maps` prints the container's own path, which leads to the file below `/proc/PID/root`;
 * under plain chroot it prints the outer path, which is right as it stands (py-spy.md, section 5). The executable has a
 * link of its own. Device and inode tell whether it is the same file; where an overlay hides them, its first bytes do.
 */
export function openMappedFile(
  system: System,
  memory: MemoryReader,
  pid: number,
  file: MappedFile,
): ByteSource | null {
  const candidates = file.deleted ? [] : [`/proc/${pid}/root${file.path}`, file.path];
  if (orNull(() => system.readLink(`/proc/${pid}/exe`))?.replace(/ \(deleted\)$/, '') === file.path) {
    candidates.unshift(`/proc/${pid}/exe`);
  }
  for (const path of candidates) {
    if (isSameFile(system, path, file) || startsAlike(system, memory, path, file))
      return bytesOf(system, path);
  }
  return null;
}

function bytesOf(system: System, path: string): ByteSource {
  return (offset, lengthBytes) => orNull(() => system.readAt(path, offset, lengthBytes));
}

function isSameFile(system: System, path: string, file: MappedFile): boolean {
  const identity = orNull(() => system.stat(path));
  return identity !== null && identity.inode === file.inode && identity.device === file.device;
}

function startsAlike(system: System, memory: MemoryReader, path: string, file: MappedFile): boolean {
  const [first] = file.mappings;
  const onDisk = orNull(() => system.readAt(path, 0, COMPARED_BYTES));
  if (first === undefined || first.fileOffset !== 0 || onDisk === null || onDisk.length === 0) return false;
  return memory.bytes(first.start, onDisk.length)?.equals(onDisk) === true;
}
