/**
 * `npm run -s image [NAME]` builds the image, checks what is in it and prints where its archive lies. It takes the
 * builder of ../shared/dev-cluster (STRAGGLER_DEV_CLUSTER names another place), which needs no registry: the bases are
 * made here. `npm run -s image -- --check ARCHIVE` checks one that something else has built.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { baseImage, builderPath, DEBIAN_BASE, PYTHON_BASE } from './image/bases.ts';
import { faultsOf, megabytes, readImage, unpackedBytes } from './image/inspect.ts';

const root = resolve(import.meta.dirname, '..');
const BUILD_IMAGE = 'localhost/straggler-base-node:bookworm';
const BUILD_TIMEOUT_MS = 15 * 60_000;

function main(words: string[]): number {
  const [first = 'localhost/straggler:dev', second] = words;
  if (first === '--check' && second !== undefined) return check(second);
  const builder = builderPath();
  if (!builder.isThere) {
    console.error(`${builder.path} is not here. Build with another tool: docker build -t straggler:dev .`);
    return 3;
  }
  const archive = build(builder.path, first);
  console.log(archive);
  return check(archive);
}

function build(builder: string, name: string): string {
  run(builder, baseImage(DEBIAN_BASE));
  run(builder, baseImage(PYTHON_BASE));
  const context = mkdtempSync(join(tmpdir(), 'straggler-node-base-'));
  try {
    const { node, npm } = machineNode();
    cpSync(node, join(context, 'node'));
    cpSync(npm, join(context, 'npm'), { recursive: true });
    const place = join(root, 'scripts/image/node-base');
    const base = ['--build-arg', `DEBIAN_IMAGE=${DEBIAN_BASE.name}`, '--build-context', `machine=${context}`];
    run(builder, ['build', BUILD_IMAGE, place, ...base]);
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
  const bases = [`BUILD_IMAGE=${BUILD_IMAGE}`, `PYTHON_IMAGE=${PYTHON_BASE.name}`, `REVISION=${revision()}`];
  return run(builder, ['build', name, root, ...bases.flatMap((base) => ['--build-arg', base])]);
}

/** Node and npm of the machine, not those that npm puts in front of PATH for its scripts. */
function machineNode(): { node: string; npm: string } {
  const folders = (process.env['PATH'] ?? '').split(':').filter((folder) => !folder.includes('node_modules'));
  const found = (name: string) =>
    folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
  const node = found('node');
  const npm = found('npm');
  if (node === undefined || npm === undefined) throw new Error('Node and npm are not on PATH');
  return { node: realpathSync(node), npm: dirname(dirname(realpathSync(npm))) };
}

function revision(): string {
  const { stdout, status } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : 'unknown';
}

/** What it prints on its last line. */
function run(command: string, words: string[]): string {
  const stdout = execFileSync(command, words, {
    encoding: 'utf8',
    timeout: BUILD_TIMEOUT_MS,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return stdout.trim().split('\n').at(-1) ?? '';
}

function check(archive: string): number {
  const image = readImage(archive);
  const faults = faultsOf(image);
  for (const fault of faults) console.error(`The image is not as it should be: ${fault}.`);
  console.error(`${image.files.length} files, ${megabytes(unpackedBytes(image))} unpacked`);
  return faults.length === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
