/** Installed versions of the libraries whose frames were seen. */
import type { System } from '../target/system.ts';
import { orNull } from '../target/system-error.ts';
import type { CodePlace } from './model/frame.ts';
import type { Objects } from './objects/objects.ts';

/** Without control characters or a way upwards: it comes from the target's memory. */
const PACKAGES_FOLDER = /^(?!.*\/\.\.\/)(\/[^\p{Cc}]*\/(?:site|dist)-packages)\//u;
const MAX_LIBRARIES = 100;
const MAX_FOLDER_ENTRIES = 5_000;

/** By top-level name: what the module says of itself, else the name of its `dist-info` folder beside it. */
export function libraryVersions(
  system: System,
  pid: number,
  objects: Objects,
  places: Iterable<CodePlace>,
): Record<string, string> {
  const folders = new Map<string, string>();
  for (const { origin, package: name, file } of places) {
    if (origin !== 'library' || name === null || folders.size >= MAX_LIBRARIES) continue;
    folders.set(name, PACKAGES_FOLDER.exec(file)?.[1] ?? '');
  }
  const versions: Record<string, string> = {};
  for (const [name, folder] of folders) {
    const version = versionInMemory(objects, name) ?? versionOnDisk(system, pid, folder, name);
    if (version !== null) versions[name] = version;
  }
  return versions;
}

/** Of one library; `file`: of a frame of it, null when none was seen. */
export function libraryVersion(
  system: System,
  pid: number,
  objects: Objects,
  name: string,
  file: string | null,
): string | null {
  const known = file ?? objects.str(objects.attribute(objects.module(name), '__file__'), 4_096) ?? '';
  return (
    versionInMemory(objects, name) ?? versionOnDisk(system, pid, PACKAGES_FOLDER.exec(known)?.[1] ?? '', name)
  );
}

function versionInMemory(objects: Objects, name: string): string | null {
  const module = objects.module(name);
  const version = objects.str(objects.attribute(module, '__version__'), 64);
  return version !== null && /^\d/.test(version) ? version : null;
}

/** `aiohttp-3.9.1.dist-info`; names in folders are compared as PyPI compares them. */
function versionOnDisk(system: System, pid: number, folder: string, name: string): string | null {
  if (folder === '') return null;
  const entries = orNull(() => system.list(`/proc/${pid}/root${folder}`)) ?? [];
  for (const entry of entries.slice(0, MAX_FOLDER_ENTRIES)) {
    const match = /^(.+?)-(\d[^-]*)\.(?:dist|egg)-info$/.exec(entry);
    if (match !== null && normal(match[1] ?? '') === normal(name)) return match[2] ?? null;
  }
  return null;
}

function normal(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}
