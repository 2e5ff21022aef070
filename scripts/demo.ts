/**
 * `npm run demo`: starts demo/service.py, a small service that swallows its cancellation, stops it with 5 s of grace as
 * `straggler drill` does, and prints the report. Beside it what `py-spy dump` alone shows of the same hang.
 */
import { execFile, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { renderText } from '../src/report/render/text.ts';
import type { Report } from '../src/report/report.ts';
import { findPySpy } from './py-spy.ts';

const ROOT = resolve(import.meta.dirname, '..');
const STRAGGLER = join(ROOT, 'bin/straggler');
const SERVICE = 'demo/service.py';
const GRACE_SECONDS = 5;
/** Long after everything was cancelled, well before the end of the grace period. */
const PY_SPY_AFTER_MS = 3000;
const TIMEOUT_MS = 60_000;
const WIDTH_WITHOUT_TERMINAL = 100;

const run = promisify(execFile);

async function demo(): Promise<boolean> {
  const python = await findPython();
  if (python === null) {
    console.error('The demo needs a python3 of version 3.8 or later on PATH.');
    return false;
  }
  const pySpy = await findPySpy();
  console.log(`$ bin/straggler drill --grace ${GRACE_SECONDS} -- python3 ${SERVICE}\n`);
  const { report, pySpyText } = await drill(python, pySpy.path);
  if (report === null) return false;
  const color = process.stdout.isTTY === true && !process.env['NO_COLOR'];
  const width = process.stdout.columns ?? WIDTH_WITHOUT_TERMINAL;
  const besides = pySpyText ?? `${pySpy.sentence}\n`;
  console.log(`\n${renderText(report, { color, width, pySpyText: besides })}`);
  return report.outcome === 'hung';
}

/** The first on PATH that is new enough. */
async function findPython(): Promise<string | null> {
  const ask = 'import sys; print(sys.executable) if sys.version_info >= (3, 8) else sys.exit(1)';
  for (const name of ['python3', 'python']) {
    const answer = await run(name, ['-c', ask]).catch(() => null);
    if (answer !== null) return answer.stdout.trim();
  }
  return null;
}

interface Drilled {
  report: Report | null;
  /** null where there is no py-spy. */
  pySpyText: string | null;
}

async function drill(python: string, pySpy: string | null): Promise<Drilled> {
  const how = pySpy === null ? ['--no-py-spy'] : ['--py-spy', pySpy];
  const words = ['drill', '--json', '--grace', `${GRACE_SECONDS}`, '--ready', '^READY', ...how];
  const child = spawn(STRAGGLER, [...words, '--', python, SERVICE], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
  });
  let json = '';
  child.stdout.on('data', (chunk: Buffer) => {
    json += chunk.toString();
  });
  let output = '';
  let pySpyText: Promise<string | null> | null = null;
  child.stderr.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk);
    output += chunk.toString();
    const pid = /^READY, pid (\d+)$/m.exec(output)?.[1];
    // The service says so when the signal has reached it.
    if (pySpy !== null && pid !== undefined && /^stopping$/m.test(output))
      pySpyText ??= dumpLater(pySpy, pid);
  });
  await new Promise<void>((done, fail) => {
    child.once('error', fail);
    child.once('close', () => done());
  });
  return { report: json === '' ? null : (JSON.parse(json) as Report), pySpyText: await pySpyText };
}

async function dumpLater(pySpy: string, pid: string): Promise<string> {
  await new Promise((done) => setTimeout(done, PY_SPY_AFTER_MS));
  const dump = run(pySpy, ['dump', '--nonblocking', '--pid', pid], { timeout: TIMEOUT_MS });
  return dump.then(
    ({ stdout }) => stdout,
    (error: Error) => `py-spy failed: ${error.message}\n`,
  );
}

process.exitCode = (await demo()) ? 0 : 1;
