/**
 * `npm run record [NAME]`: makes the recordings of test/recordings anew, with the programs of test/programs and the tool
 * `../shared/pythons` (as root, because each program gets a small world of its own: its process ids, its mounts, its host
 * name). Nothing of this machine may be in a recording: no environment, no path, no name of a user or host, no command
 * line of another process. What a build has left of its paths inside the interpreter's files is written over.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { loadRecording, saveRecording } from '../src/target/recording-file.ts';
import type { Scene } from '../test/recordings/scenes.ts';
import { MAX_RECORDING_BYTES, SCENES } from '../test/recordings/scenes.ts';
import { aarch64Python } from './aarch64.ts';
import { overwrite, traces } from './recordings/traces.ts';

const ROOT = resolve(import.meta.dirname, '..');
const TOOL = process.env['STRAGGLER_PYTHONS_TOOL'] ?? resolve(ROOT, '../shared/pythons/pythons');
const FOLDER = join(ROOT, 'test/recordings');
/** Where the program lies, for itself and for whoever reads the recording. */
const APP = '/tmp/app';
/** Where an emulated Python's tree is seen, likewise. */
const EMULATED = '/opt/aarch64';
const EMULATED_SUFFIX = '-aarch64';
const TIMEOUT_MS = 120_000;

function record(scene: Scene): void {
  const output = mkdtempSync(join(tmpdir(), 'straggler-record-'));
  try {
    rmSync(APP, { recursive: true, force: true });
    mkdirSync(APP);
    cpSync(join(ROOT, 'test/programs', scene.program), join(APP, 'service.py'));
    const environment = prepare(scene);
    const draft = join(output, 'draft');
    // The shell reads what it shall do from standard input: its command line will be part of the recording.
    execFileSync(
      'unshare',
      ['--fork', '--pid', '--mount', '--mount-proc', '--uts', '--cgroup', '--kill-child', 'env', '-i', 'sh'],
      {
        cwd: '/tmp',
        input: script({ scene, environment, draft, said: join(output, 'said') }),
        timeout: TIMEOUT_MS,
        stdio: ['pipe', 'inherit', 'inherit'],
      },
    );
    const recording = loadRecording(draft);
    overwrite(recording);
    const path = join(FOLDER, `${scene.name}.straggler`);
    saveRecording(path, recording);
    check(scene, path);
  } finally {
    rmSync(APP, { recursive: true, force: true });
    rmSync(output, { recursive: true, force: true });
  }
}

/** The program's environment. Compiled files of another folder would bring its name along, so Python compiles anew. */
function prepare({ python }: Scene): string {
  const variables = ['PATH=/usr/bin:/bin:/usr/sbin:/sbin', `HOME=${APP}`, `PYTHONPYCACHEPREFIX=${APP}/cache`];
  if (python.endsWith('+uvloop')) {
    const venv = execFileSync(TOOL, ['path', python], { encoding: 'utf8' }).trim();
    const minor = python.replace('+uvloop', '');
    const packages = resolve(venv, `../../lib/python${minor}/site-packages`);
    cpSync(join(packages, 'uvloop'), join(APP, 'packages/uvloop'), { recursive: true });
    cpSync(join(ROOT, 'test/programs/uvloop/sitecustomize.py'), join(APP, 'packages/sitecustomize.py'));
    variables.push(`PYTHONPATH=${APP}/packages`);
  }
  return variables.join(' ');
}

function script(words: { scene: Scene; environment: string; draft: string; said: string }): string {
  const { scene, environment, draft, said } = words;
  const { python, before } = interpreterFor(scene);
  return `
set -e
export PATH=/usr/bin:/bin:/usr/sbin:/sbin
hostname app
${before}
cd ${APP}
: > '${said}'
env -i ${environment} ${python} service.py > '${said}' &
pid=$!
tries=0
until grep -q READY '${said}'; do
  tries=$((tries + 1))
  [ $tries -lt 600 ]
  sleep 0.1
done
sleep 1
if ${scene.stopping}; then kill -TERM $pid; sleep 2; fi
'${process.execPath}' '${join(ROOT, 'src/cli.ts')}' dump $pid --no-py-spy --record '${draft}' > '${said}.report'
kill -KILL $pid
`;
}

/** Its command, and what the program's small world needs before. */
function interpreterFor({ python }: Scene): { python: string; before: string } {
  if (python.endsWith(EMULATED_SUFFIX)) return emulatedInterpreter(python);
  if (!python.endsWith('t')) {
    return { python: `'${pathOf('--container', python.replace('+uvloop', ''))}'`, before: '' };
  }
  // What was built for itself has no container of its own: its folder becomes /usr/local of this world.
  const path = pathOf(python);
  const folder = dirname(dirname(path));
  return {
    python: `'${join('/usr/local', relative(folder, path))}'`,
    before: `mount --bind '${folder}' /usr/local`,
  };
}

function pathOf(...words: string[]): string {
  return execFileSync(TOOL, ['path', ...words], { encoding: 'utf8' }).trim();
}

function emulatedInterpreter(python: string): { python: string; before: string } {
  const emulated = aarch64Python(python.replace(EMULATED_SUFFIX, ''));
  if (emulated === null) throw new Error(`${python} is made by node scripts/aarch64.ts`);
  const { emulator, root, interpreter } = emulated;
  const lines = [
    `mount -t tmpfs none /opt && mkdir ${EMULATED} && mount --bind '${root}' ${EMULATED}`,
    `cp '${emulator}' /opt/qemu-aarch64`,
  ];
  return {
    python: `/opt/qemu-aarch64 -L ${EMULATED} ${EMULATED}${interpreter}`,
    before: lines.join('\n'),
  };
}

function check({ name }: Scene, path: string): void {
  const variables = Object.entries(process.env).filter(([variable]) => variable !== 'PATH');
  const own = [hostname(), ...variables.map(([, value = '']) => value)];
  const found = traces(gunzipSync(readFileSync(path)), own);
  if (found.length > 0) throw new Error(`${name} tells of this machine: ${found.join(', ')}`);
  const { size } = statSync(path);
  console.log(`${name}: ${Math.round(size / 1024)} KiB`);
  if (size > MAX_RECORDING_BYTES) throw new Error(`${name} is larger than ${MAX_RECORDING_BYTES} bytes`);
}

if (!existsSync(TOOL)) throw new Error(`${TOOL} is not there: it gives the Pythons that are recorded`);
const [, , wanted] = process.argv;
for (const scene of SCENES) if (wanted === undefined || scene.name === wanted) record(scene);
console.log('Now UPDATE_GOLDEN=1 npm test -- test/recordings, and look at what has changed.');
