/** From the mapped files of a process to CPython's `_PyRuntime` (cpython-memory.md, 5.1). */
import type { System } from '../../target/system.ts';
import { orNull } from '../../target/system-error.ts';
import type { MemoryReader } from '../memory/reader.ts';
import { findSymbol } from './dynamic-symbols.ts';
import { openMappedFile } from './file-on-disk.ts';
import type { LoadedImage } from './loaded-image.ts';
import { readLoadedImage } from './loaded-image.ts';
import type { MappedFile } from './maps.ts';
import { readSections } from './sections.ts';

export interface RuntimeCandidate {
  /** Address of `_PyRuntime`. */
  runtime: number;
  image: LoadedImage;
  /** `Py_Version`, exported from 3.11 on; 0 before. */
  hexVersion: number;
  /** Built with --with-pydebug: structs are laid out differently. */
  debugBuild: boolean;
}

const COOKIE = Buffer.from('xdebugpy', 'latin1');
const MAX_SCANNED_BYTES = 16 * 1024 * 1024;
const SCAN_STEP_BYTES = 1024 * 1024;

/** `_ssl.cpython-39-x86_64-linux-gnu.so`: an extension module, of which a service may have hundreds. */
const EXTENSION_MODULE = /\.cpython-\d/;

/** Files that may hold an interpreter: the program itself, then what has "python" in its name and is no extension module. */
export function interpreterFiles(system: System, pid: number, files: MappedFile[]): MappedFile[] {
  const link = orNull(() => system.readLink(`/proc/${pid}/exe`))?.replace(/ \(deleted\)$/, '');
  const starts = files.filter(({ mappings }) => mappings[0]?.fileOffset === 0);
  const isProgram = (file: MappedFile) => file.path === link;
  const named = starts.filter((file) => !isProgram(file) && isNamedPython(baseName(file.path)));
  return [...starts.filter(isProgram), ...named];
}

function isNamedPython(name: string): boolean {
  return /python/i.test(name) && !EXTENSION_MODULE.test(name);
}

/**
 * Every address at which `_PyRuntime` may lie, likeliest first; the caller tries each by walking from it. The symbol is
 * exported, also by stripped builds; the section's name and the table's cookie serve programs linked statically.
 */
export function* runtimeCandidates(
  system: System,
  memory: MemoryReader,
  pid: number,
  files: MappedFile[],
): Generator<RuntimeCandidate> {
  const images = files.map((file) => readLoadedImage(memory, file)).filter((image) => image !== null);
  for (const image of images) {
    const runtime = findSymbol(memory, image, '_PyRuntime');
    if (runtime !== 0) yield describe(memory, image, runtime);
  }
  for (const image of images) {
    const runtime = sectionAddress(system, memory, pid, image, '.PyRuntime');
    if (runtime !== 0) yield describe(memory, image, runtime);
  }
  for (const image of images) {
    const runtime = findCookie(memory, image);
    if (runtime !== 0) yield describe(memory, image, runtime);
  }
}

function describe(memory: MemoryReader, image: LoadedImage, runtime: number): RuntimeCandidate {
  const version = findSymbol(memory, image, 'Py_Version');
  return {
    runtime,
    image,
    hexVersion: version === 0 ? 0 : memory.uint32(version),
    // Declared under Py_REF_DEBUG only (Include/object.h), which --with-pydebug implies.
    debugBuild: findSymbol(memory, image, '_Py_NegativeRefcount') !== 0,
  };
}

/** Address of a named section in the target; 0 when the file is out of reach or has none. */
export function sectionAddress(
  system: System,
  memory: MemoryReader,
  pid: number,
  image: LoadedImage,
  name: string,
): number {
  const source = openMappedFile(system, memory, pid, image.file);
  const section = source === null ? undefined : readSections(source).find((each) => each.name === name);
  return section === undefined || section.address === 0 ? 0 : image.bias + section.address;
}

/** The debug offsets of 3.13+ begin with a cookie: the last resort. */
function findCookie(memory: MemoryReader, image: LoadedImage): number {
  return findInData(memory, image, COOKIE);
}

/** First place of a pattern at a multiple of 8 in the image's writable data; 0 when there is none. */
export function findInData(memory: MemoryReader, image: LoadedImage, pattern: Buffer): number {
  let scanned = 0;
  for (const { start, end, writable } of image.file.mappings) {
    if (!writable) continue;
    for (let at = start; at < end && scanned < MAX_SCANNED_BYTES; at += SCAN_STEP_BYTES) {
      const bytes = memory.bytes(at, Math.min(SCAN_STEP_BYTES, end - at));
      scanned += SCAN_STEP_BYTES;
      const found = bytes === null ? -1 : indexOfAligned(bytes, pattern);
      if (found >= 0) return at + found;
    }
  }
  return 0;
}

function indexOfAligned(bytes: Buffer, pattern: Buffer): number {
  let at = bytes.indexOf(pattern);
  while (at >= 0 && at % 8 !== 0) at = bytes.indexOf(pattern, at + 1);
  return at;
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
