/** Which Python runs in a process, and where its state begins. Found once for a process, and kept. */
import type { System } from '../target/system.ts';
import { findAsyncioOffsets } from './binary/asyncio-table.ts';
import type { RuntimeCandidate } from './binary/find-runtime.ts';
import { interpreterFiles, runtimeCandidates } from './binary/find-runtime.ts';
import { pythonByNames } from './binary/guess-version.ts';
import type { LoadedImage } from './binary/loaded-image.ts';
import type { MappedFile } from './binary/maps.ts';
import { mappedFiles, readMaps } from './binary/maps.ts';
import { readInterpreters } from './interpreters.ts';
import type { AsyncioOffsets } from './layouts/asyncio-offsets.ts';
import { buildLayout, FIRST_MINOR_WITH_TABLE } from './layouts/build-layout.ts';
import type { Layout } from './layouts/layout.ts';
import { OffsetTable } from './layouts/offset-table.ts';
import type { MemoryReader } from './memory/reader.ts';
import { CPythonObjects } from './objects/cpython-objects.ts';
import type { PythonVersion } from './version.ts';
import { isTooNew, isTooOld, versionOfHex, versionOfMinor } from './version.ts';

export interface FoundPython {
  layout: Layout;
  /** Address of `_PyRuntime`. */
  runtime: number;
  version: PythonVersion;
  /** `_asyncio` may be loaded later: then the layout has to be built again. */
  lacksAsyncioTable: boolean;
}

/** Why a Python that is there cannot be read. Its version is told where it is known. */
export type UnreadableReason =
  | 'python-too-old'
  | 'python-too-new'
  | 'pypy'
  | 'free-threaded'
  | 'debug-build'
  | 'unknown-architecture'
  | 'unknown-layout';

export type PythonSearch =
  | { outcome: 'found'; python: FoundPython }
  | { outcome: 'unreadable'; reason: UnreadableReason; version: PythonVersion | null }
  | { outcome: 'not-python' };

/** Throws the system's error when `maps` cannot be read. */
export function findPython(system: System, memory: MemoryReader, pid: number): PythonSearch {
  const files = mappedFiles(readMaps(system, pid));
  const named = pythonByNames(files);
  if (named?.implementation === 'pypy') return { outcome: 'unreadable', reason: 'pypy', version: null };
  const byName = named === null ? null : versionOfMinor(named.major, named.minor);
  let best: PythonSearch =
    byName === null
      ? { outcome: 'not-python' }
      : { outcome: 'unreadable', reason: 'unknown-layout', version: byName };
  if (byName !== null && isTooOld(byName))
    return { outcome: 'unreadable', reason: 'python-too-old', version: byName };
  const asyncio = (image: LoadedImage) => findAsyncioOffsets(system, memory, { pid, files }, image);
  for (const candidate of runtimeCandidates(system, memory, pid, interpreterFiles(system, pid, files))) {
    const search = tryCandidate(memory, candidate, minorsToTry(candidate, byName), asyncio);
    if (search.outcome === 'found') return search;
    best = search;
  }
  return best;
}

/** Minors from what is surest to what is possible: the exported version, the names of files, all without a version. */
function minorsToTry(candidate: RuntimeCandidate, byName: PythonVersion | null): PythonVersion[] {
  const exported = versionOfHex(candidate.hexVersion);
  if (exported !== null) return [exported];
  const unversioned = [10, 9, 8].map((minor) => versionOfMinor(3, minor));
  return byName === null
    ? unversioned
    : [byName, ...unversioned.filter(({ minor }) => minor !== byName.minor)];
}

function tryCandidate(
  memory: MemoryReader,
  candidate: RuntimeCandidate,
  versions: PythonVersion[],
  asyncio: (image: LoadedImage) => AsyncioOffsets | null,
): PythonSearch {
  const table = OffsetTable.read(memory, candidate.runtime);
  const told = table === null ? null : versionOfHex(table.version);
  const version = told ?? versions[0] ?? null;
  const refuse = (reason: UnreadableReason): PythonSearch => ({ outcome: 'unreadable', reason, version });
  if (version !== null && isTooOld(version)) return refuse('python-too-old');
  if (version !== null && isTooNew(version)) return refuse('python-too-new');
  if (candidate.debugBuild) return refuse('debug-build');
  const { architecture } = candidate.image.header;
  if (architecture === 'other') return refuse('unknown-architecture');
  for (const each of told === null ? versions : [told]) {
    const offsets = each.minor > FIRST_MINOR_WITH_TABLE ? asyncio(candidate.image) : null;
    const layout = buildLayout(each.minor, architecture, table, offsets);
    const confirmed = layout === null ? null : confirm(memory, layout, candidate.runtime, each);
    if (layout === null || confirmed === null) continue;
    const lacksAsyncioTable = each.minor > FIRST_MINOR_WITH_TABLE && offsets === null;
    const python = { layout, runtime: candidate.runtime, version: confirmed, lacksAsyncioTable };
    return { outcome: 'found', python };
  }
  return refuse(table?.freeThreaded === true ? 'free-threaded' : 'unknown-layout');
}

/**
 * Walks to `sys.hexversion` with the layout: a walk that arrives at the same minor is right. An interpreter that takes
 * itself down may have no modules any more: then a list of thread states that fits together has to do.
 */
function confirm(
  memory: MemoryReader,
  layout: Layout,
  runtime: number,
  expected: PythonVersion,
): PythonVersion | null {
  const main = readInterpreters(memory, layout, runtime).at(-1);
  if (main === undefined) return null;
  if (main.modules === 0) return memory.word(runtime + layout.runtime.finalizing) === 0 ? null : expected;
  const objects = new CPythonObjects(memory, layout, main.modules);
  const version = versionOfHex(objects.int(objects.global('sys', 'hexversion')) ?? 0);
  return version !== null && version.minor === expected.minor ? version : null;
}

/** Versions of a Python process known from the names of its mapped files alone; null when none has such a name. */
export function versionByMaps(files: MappedFile[]): string | null {
  const named = pythonByNames(files);
  if (named === null) return null;
  return named.implementation === 'pypy' ? 'PyPy' : `${named.major}.${named.minor}`;
}
