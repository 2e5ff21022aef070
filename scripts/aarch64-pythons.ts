/**
 * CPython for aarch64 on a machine that is none: `node scripts/aarch64-pythons.ts` fetches Debian's packages for arm64, and
 * QEMU's user mode to run them, with apt under a configuration of its own; nothing is installed. QEMU keeps the program's
 * memory at the program's own addresses, so such a process is read as a real one would be.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** By suite of Debian: which minors it has. */
const SUITES: Record<string, readonly string[]> = { bookworm: ['3.11'], sid: ['3.13', '3.14', '3.15'] };
const EMULATOR = { suite: 'bookworm', architecture: 'amd64', packages: ['qemu-user-static'] };
const KEY = '/usr/share/keyrings/debian-archive-keyring.gpg';
const APT_TIMEOUT_MS = 10 * 60_000;
/** Written last: a folder without it is half made. */
const COMPLETE = 'straggler-complete';

const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'straggler-aarch64');

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
  const suite = Object.keys(SUITES).find((name) => SUITES[name]?.includes(minorName));
  const emulator = join(folder, 'emulator-static/usr/bin/qemu-aarch64-static');
  const root = join(folder, suite ?? '');
  if (suite === undefined || !existsSync(join(root, COMPLETE)) || !existsSync(emulator)) return null;
  const path = join(folder, `bin/python${minorName}`);
  return { emulator, root, interpreter: `/usr/bin/python${minorName}`, path };
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
    wanted: { suite, architecture: 'arm64', packages: minors.flatMap((minor) => `python${minor}`) },
  }));
  for (const { root, wanted } of [{ root: join(folder, 'emulator-static'), wanted: EMULATOR }, ...pythons]) {
    if (!existsSync(join(root, COMPLETE))) fetch(wanted, root);
  }
  mkdirSync(join(folder, 'bin'), { recursive: true });
  for (const minor of Object.values(SUITES).flat()) {
    const python = aarch64Python(minor);
    if (python === null) throw new Error(`Debian has no Python ${minor} for aarch64`);
    const { emulator, root, interpreter, path } = python;
    writeFileSync(path, `#!/bin/sh\nexec '${emulator}' -L '${root}' '${root}${interpreter}' "$@"\n`, {
      mode: 0o755,
    });
    console.log(path);
  }
}
