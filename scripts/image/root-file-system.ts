/**
 * Makes the image's files: `node scripts/image/root-file-system.ts TARGET PY_SPY`, in the Debian whose libraries they
 * get. TARGET/base changes with Node, py-spy and Debian only; TARGET/app is Straggler itself.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { billOfMaterials } from '../sbom.ts';
import { copyPackageRecords, librariesOf, packagesOf } from './debian.ts';
import { thirdPartyNotices } from './notices.ts';

const root = resolve(import.meta.dirname, '../..');
const NODE = 'node_modules/node/bin/node';
/** What `straggler watch` becomes when it stands by. */
const COREUTILS = ['/usr/bin/env', '/usr/bin/sleep'];

const ACCOUNTS = {
  passwd: [
    'root:x:0:0:root:/:/usr/sbin/nologin',
    'straggler:x:1000:1000:straggler:/:/usr/sbin/nologin',
    'nobody:x:65534:65534:nobody:/:/usr/sbin/nologin',
  ],
  group: ['root:x:0:', 'straggler:x:1000:', 'nogroup:x:65534:'],
  'nsswitch.conf': ['passwd: files', 'group: files', 'hosts: files dns'],
};

function makeBase(base: string, pySpyFolder: string): string[] {
  copy(join(root, NODE), join(base, 'usr/local/bin/node'), 0o755);
  strip(join(base, 'usr/local/bin/node'));
  copy(join(pySpyFolder, 'bin/py-spy'), join(base, 'usr/local/bin/py-spy'), 0o755);
  const files = [...COREUTILS, ...librariesOf([join(root, NODE), ...COREUTILS])];
  for (const file of files) copy(file, join(base, merged(file)), 0o755);
  for (const place of ['bin', 'lib', 'lib64']) {
    mkdirSync(join(base, 'usr', place), { recursive: true });
    symlinkSync(`usr/${place}`, join(base, place));
  }
  for (const [name, lines] of Object.entries(ACCOUNTS))
    write(join(base, 'etc', name), `${lines.join('\n')}\n`);
  mkdirSync(join(base, 'tmp'));
  chmodSync(join(base, 'tmp'), 0o1777);
  const packages = packagesOf(files);
  copyPackageRecords(packages, base);
  return packages;
}

function makeApp(app: string, pySpyFolder: string, packages: string[]): void {
  const home = join(app, 'opt/straggler');
  cpSync(join(root, 'dist'), home, {
    recursive: true,
    filter: (source) => basename(source) !== '.cache',
  });
  copy(join(root, 'LICENSE'), join(home, 'LICENSE'), 0o644);
  write(join(home, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(root, pySpyFolder));
  write(join(home, 'sbom.cdx.json'), billOfMaterials(root, packages));
}

/** Debian keeps /lib and /lib64 in /usr. */
function merged(file: string): string {
  return file.startsWith('/usr/') ? file : `/usr${file}`;
}

function copy(from: string, to: string, mode: number): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  chmodSync(to, mode);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o644 });
}

/** Takes out what only a debugger reads: 33 of 150 MB. */
function strip(path: string): void {
  const { status, error, stderr } = spawnSync('strip', [path], { encoding: 'utf8' });
  if (status !== 0) console.error(`Node keeps its symbols: strip ${error?.message ?? stderr}`);
}

const [target, pySpyFolder] = process.argv.slice(2);
if (target === undefined || pySpyFolder === undefined || !readdirSync(pySpyFolder).includes('bin')) {
  console.error('Usage: node scripts/image/root-file-system.ts TARGET PY_SPY (what pip installed of py-spy)');
  process.exit(2);
}
const packages = makeBase(join(target, 'base'), pySpyFolder);
makeApp(join(target, 'app'), pySpyFolder, packages);
