/**
 * Packages that lie elsewhere than in site-packages: `pip install --target lib`, AWS Lambda's folder of function and libraries,
 * pex. Beside them lie the folders in which pip says what it has installed (PEP 376, PEP 427: `NAME-VERSION.dist-info/RECORD`).
 */
import type { System } from '../target/system.ts';
import { orNull } from '../target/system-error.ts';

const MAX_FOLDERS_UP = 8;
const MAX_FOLDER_ENTRIES = 5_000;
const MAX_DISTRIBUTIONS = 400;
const RECORD_BYTES = 4_096;
const DISTRIBUTION = /^(?<name>.+?)-\d[^-]*\.dist-info$/;
/** Without control characters or a way upwards: it comes from the target's memory. */
const PATH = /^(?!.*\/\.\.?\/)\/[^\p{Cc}]*$/u;

export class InstalledPackages {
  private readonly system: System;
  private readonly root: string;
  /** Names of what is installed in a folder, as `import` has them. */
  private readonly folders = new Map<string, ReadonlySet<string>>();

  constructor(system: System, pid: number) {
    this.system = system;
    this.root = `/proc/${pid}/root`;
  }

  /** The top-level name of the package that a file of an absolute path belongs to; null for what nobody has installed. */
  packageOf(file: string): string | null {
    if (!PATH.test(file)) return null;
    const parts = file.split('/');
    const lowest = Math.max(1, parts.length - MAX_FOLDERS_UP);
    for (let length = parts.length - 1; length >= lowest; length -= 1) {
      const name = (parts[length] ?? '').replace(/\.py$/, '');
      if (this.installedIn(parts.slice(0, length).join('/')).has(name)) return name;
    }
    return null;
  }

  private installedIn(folder: string): ReadonlySet<string> {
    let names = this.folders.get(folder);
    if (names === undefined) {
      names = this.readFolder(`${this.root}${folder}`);
      this.folders.set(folder, names);
    }
    return names;
  }

  private readFolder(path: string): ReadonlySet<string> {
    const entries = orNull(() => this.system.list(path)) ?? [];
    const names = new Set<string>();
    for (const entry of entries.slice(0, MAX_FOLDER_ENTRIES)) {
      if (names.size >= MAX_DISTRIBUTIONS || !DISTRIBUTION.test(entry)) continue;
      for (const name of this.namesOf(`${path}/${entry}`)) names.add(name);
    }
    return names;
  }

  /** The first files that it brought tell its folders: `uvicorn/__init__.py,sha256=…`. */
  private namesOf(distribution: string): string[] {
    const record = orNull(() => this.system.readFile(`${distribution}/RECORD`, RECORD_BYTES));
    const lines = record?.toString('utf8').split('\n').slice(0, -1) ?? [];
    return lines.flatMap((line) => {
      const [first = '', second] = (line.split(',')[0] ?? '').split('/');
      const isModule =
        second === undefined ? first.endsWith('.py') : !/^\.\.$|\.(dist-info|data)$/.test(first);
      return isModule ? [first.replace(/\.py$/, '')] : [];
    });
  }
}
