/** Installed versions of the libraries whose frames were seen. */
import type { System } from '../target/system.ts';
import { orNull } from '../target/system-error.ts';
import type { CodePlace } from './model/frame.ts';
import type { Objects } from './objects/objects.ts';

/** Without control characters or a way upwards: it comes from the target's memory. */
const PACKAGES_FOLDER = /^(?!.*\/\.\.\/)(\/[^\p{Cc}]*\/(?:site|dist)-packages)\//u;
const UPWARDS = /\/\.\.\/|\p{Cc}/u;
const MAX_LIBRARIES = 100;
const MAX_FOLDER_ENTRIES = 5_000;

/** What a package's files may be installed as: `opentelemetry/sdk/trace` comes with opentelemetry-sdk, google/cloud/storage with google-cloud-storage. */
const MAX_NAME_PARTS = 3;

interface Installed {
  folder: string;
  /** Of its `dist-info` folder, the likeliest first. */
  names: Set<string>;
}

/** By top-level name: what the module says of itself, else the name of its `dist-info` folder beside it. */
export function libraryVersions(
  system: System,
  pid: number,
  objects: Objects,
  places: Iterable<CodePlace>,
): Record<string, string> {
  const found = new Map<string, Installed>();
  for (const { origin, package: name, file } of places) {
    if (origin !== 'library' || name === null || found.size >= MAX_LIBRARIES) continue;
    const folder = PACKAGES_FOLDER.exec(file)?.[1] ?? folderAbove(file, name);
    const names = [...(found.get(name)?.names ?? [name]), ...namespaceNames(file.slice(folder.length + 1))];
    found.set(name, { folder, names: new Set(names) });
  }
  const versions: Record<string, string> = {};
  for (const [name, installed] of found) {
    const version = versionInMemory(objects, name) ?? versionOnDisk(system, pid, installed);
    if (version !== null) versions[name] = version;
  }
  return versions;
}

/** Of a package that lies elsewhere: the folder that holds it, and its `dist-info`. */
function folderAbove(file: string, name: string): string {
  const at = UPWARDS.test(file) ? -1 : Math.max(file.indexOf(`/${name}/`), file.indexOf(`/${name}.py`));
  return at < 0 ? '' : file.slice(0, at);
}

/** The longest first: `google-cloud-storage`, then `google-cloud`. */
function namespaceNames(path: string): string[] {
  const folders = path.split('/').slice(0, -1).slice(0, MAX_NAME_PARTS);
  const names = folders.slice(1).map((_, index) => folders.slice(0, index + 2).join('-'));
  return names.toReversed();
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
  const installed = { folder: PACKAGES_FOLDER.exec(known)?.[1] ?? '', names: new Set([name]) };
  return versionInMemory(objects, name) ?? versionOnDisk(system, pid, installed);
}

function versionInMemory(objects: Objects, name: string): string | null {
  const module = objects.module(name);
  const version = objects.str(objects.attribute(module, '__version__'), 64);
  return version !== null && /^\d/.test(version) ? version : null;
}

/** `aiohttp-3.9.1.dist-info`; names in folders are compared as PyPI compares them. */
function versionOnDisk(system: System, pid: number, { folder, names }: Installed): string | null {
  if (folder === '') return null;
  const entries = orNull(() => system.list(`/proc/${pid}/root${folder}`)) ?? [];
  const versions = new Map<string, string>();
  for (const entry of entries.slice(0, MAX_FOLDER_ENTRIES)) {
    const [, name, version] = /^(.+?)-(\d[^-]*)\.(?:dist|egg)-info$/.exec(entry) ?? [];
    if (name !== undefined && version !== undefined) versions.set(normal(name), version);
  }
  return [...names].flatMap((name) => versions.get(normal(name)) ?? [])[0] ?? null;
}

function normal(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}
