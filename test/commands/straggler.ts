/** The command line as a user runs it: the real program in a process of its own. */

import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Report } from '../../src/report/report.ts';
import { installedPythons } from '../support/pythons.ts';

const CLI = resolve(import.meta.dirname, '../../src/cli.ts');
const TIMEOUT_MS = 60_000;

/** The newest of the installed Pythons: which one it is does not matter here. */
export const PYTHON = installedPythons().find(({ name }) => /^3\.1[123]$/.test(name))?.path ?? 'python3';

export interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  /** Words before the program: `setpriv …`. */
  before?: string[];
  /** For its standard input. */
  input?: string | Buffer;
}

export interface Running {
  child: ChildProcess;
  ended: Promise<Ran>;
}

/** py-spy is left out unless the words say otherwise: nothing here depends on it. */
export function begin(words: string[], { env = {}, before = [], input }: RunOptions = {}): Running {
  const looksAtNone =
    ['explain', 'logs', 'hangs', 'reports', 'report', 'ui', 'collector'].includes(words[0] ?? '') ||
    words.some((word) => word.startsWith('--py-spy') || word === '--help');
  const noPySpy = looksAtNone ? [] : ['--no-py-spy'];
  const [command = '', ...rest] = words;
  const line = [
    ...before,
    process.execPath,
    CLI,
    command,
    ...(command.startsWith('-') ? [] : noPySpy),
    ...rest,
  ];
  const child = spawn(line[0] ?? '', line.slice(1), {
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '', STRAGGLER_LOG_LEVEL: '', ...env },
    timeout: TIMEOUT_MS,
  });
  // One that does not read to the end is judged by what it says.
  child.stdin?.on('error', () => undefined).end(input);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<Ran>((done) => {
    child.once('close', (status) => done({ status, stdout, stderr }));
  });
  return { child, ended };
}

export function straggler(words: string[], options: RunOptions = {}): Promise<Ran> {
  return begin(words, options).ended;
}

export function reportOf({ stdout }: Ran): Report {
  return JSON.parse(stdout) as Report;
}

/** Swallows its cancellation and hangs for ever. */
export const HANGS = `
import asyncio, signal
async def poll(queue):
    while True:
        try:
            await queue.get()
        except:
            continue
async def main():
    task = asyncio.ensure_future(poll(asyncio.Queue()))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    print("READY", flush=True)
    await asyncio.sleep(3600)
asyncio.run(main())
`;

/** Ends as it should, after `seconds` of cleaning up. */
export const endsAfter = (seconds: number) => `
import asyncio, signal
async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    print("READY", flush=True)
    await stop.wait()
    await asyncio.sleep(${seconds})
asyncio.run(main())
`;

export const SLEEPS = 'import time\nprint("READY", flush=True)\ntime.sleep(3600)\n';
