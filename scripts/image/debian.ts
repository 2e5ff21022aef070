/** What the image takes of Debian: libraries, and the records by which scanners know them. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const RUN = { encoding: 'utf8', timeout: 60_000 } as const;

/** The shared libraries that the programs load, and their loader. */
export function librariesOf(programs: string[]): string[] {
  const lines = execFileSync('ldd', programs, RUN).split('\n');
  const paths = lines.flatMap((line) => /(?:=> |^\s+)(\/\S+) \(0x/.exec(line)?.[1] ?? []);
  const missing = lines.filter((line) => line.includes('not found'));
  if (missing.length > 0) throw new Error(`BUILD_IMAGE lacks libraries: ${missing.join(', ').trim()}`);
  return [...new Set(paths)].sort();
}

/** The Debian packages that the files are from. */
export function packagesOf(files: string[]): string[] {
  return [...new Set(files.map(packageOf))].sort();
}

function packageOf(file: string): string {
  // A package may name its file by either path.
  const paths = [file, file.startsWith('/usr/') ? file.slice('/usr'.length) : `/usr${file}`];
  for (const path of paths) {
    try {
      const owner = execFileSync('dpkg', ['--search', path], { ...RUN, stdio: ['ignore', 'pipe', 'ignore'] });
      return owner.slice(0, owner.indexOf(':'));
    } catch {
      // Not by this path.
    }
  }
  throw new Error(`no Debian package of BUILD_IMAGE has ${file}`);
}

/** As in other images without a package manager: a file a package in status.d, and its licences. */
export function copyPackageRecords(packages: string[], target: string): void {
  mkdirSync(join(target, 'var/lib/dpkg/status.d'), { recursive: true });
  for (const name of packages) {
    writeFileSync(join(target, 'var/lib/dpkg/status.d', name), execFileSync('dpkg', ['--status', name], RUN));
    const copyright = `usr/share/doc/${name}/copyright`;
    if (!existsSync(join('/', copyright))) continue;
    mkdirSync(join(target, 'usr/share/doc', name), { recursive: true });
    copyFileSync(join('/', copyright), join(target, copyright));
  }
  mkdirSync(join(target, 'etc'), { recursive: true });
  copyFileSync('/etc/os-release', join(target, 'etc/os-release'));
}

/** Name, version and architecture as package URLs know them. */
export function packageUrl(name: string): { version: string; purl: string } {
  const status = execFileSync('dpkg', ['--status', name], RUN);
  const [version, architecture] = ['Version', 'Architecture'].map(
    (field) => new RegExp(`^${field}: (.*)$`, 'm').exec(status)?.[1],
  );
  if (version === undefined) throw new Error(`dpkg names no version of ${name}`);
  const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${architecture}`;
  return { version, purl };
}
