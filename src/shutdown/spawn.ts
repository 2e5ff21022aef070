/**
 * The program that a drill starts: in a session of its own, so that everything that is left of it can be ended, and
 * with its output passed on to standard error.
 */

import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { LookError } from '../target/look-error.ts';
import { printable } from '../target/printable.ts';

const STDERR = 2;
/** More than this of a program's output helps nobody; the pipe is still emptied, so that the program never blocks. */
const MAX_PASSED_BYTES = 1024 * 1024;
/** How much of the output a ready pattern may span. */
const PATTERN_WINDOW = 64 * 1024;

export interface Started {
  child: ChildProcess;
  pid: number;
  output: Output;
}

export interface StartOptions {
  environment?: NodeJS.ProcessEnv;
  /** Gets the program's output. */
  pass?: (bytes: Buffer) => void;
}

/** What the program has printed: passed on, and kept as far as a pattern needs it. */
class Output {
  readonly #pass: (bytes: Buffer) => void;
  #passedBytes = 0;
  #recent = '';
  #matched = false;
  #pattern: RegExp | null = null;

  constructor(pass: (bytes: Buffer) => void) {
    this.#pass = pass;
  }

  /** From now on `matched` tells whether the pattern has been seen, in what was printed before too. */
  expect(pattern: RegExp): void {
    this.#pattern = pattern;
    this.#matched ||= pattern.test(this.#recent);
  }

  get matched(): boolean {
    return this.#matched;
  }

  add(chunk: Buffer): void {
    this.#passBounded(chunk);
    this.#recent = (this.#recent + chunk.toString('utf8')).slice(-PATTERN_WINDOW);
    if (this.#pattern !== null) this.#matched ||= this.#pattern.test(this.#recent);
  }

  #passBounded(chunk: Buffer): void {
    if (this.#passedBytes >= MAX_PASSED_BYTES) return;
    this.#passedBytes += chunk.length;
    const note = '\nstraggler: the program prints more than 1 MiB; the rest is not shown\n';
    this.#pass(this.#passedBytes >= MAX_PASSED_BYTES ? Buffer.concat([chunk, Buffer.from(note)]) : chunk);
  }
}

/** `environment`: of the program; Straggler's own where it is not given. Rejects with a LookError when the command cannot be started. */
export async function startCommand(
  [program, ...words]: readonly [string, ...string[]],
  { environment, pass = writeQuietly }: StartOptions = {},
): Promise<Started> {
  const env = environment === undefined ? {} : { env: environment };
  const child = spawn(program, words, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], ...env });
  const output = new Output(pass);
  for (const stream of [child.stdout, child.stderr]) follow(stream, output);
  const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    child.once('spawn', () => resolve(null));
    child.once('error', resolve);
  });
  if (failure !== null || child.pid === undefined) throw notStarted(program, failure);
  return { child, pid: child.pid, output };
}

function follow(stream: Readable, output: Output): void {
  stream.on('data', (chunk: Buffer) => output.add(chunk));
  // The program may end in the middle of a write.
  stream.on('error', () => undefined);
}

function notStarted(program: string, failure: NodeJS.ErrnoException | null): LookError {
  const name = printable(program);
  const reason = failure?.code ?? 'unknown reason';
  if (reason === 'ENOENT')
    return new LookError(
      'not-started',
      `The command ${name} could not be started: there is no such program.`,
      'Check the spelling and PATH. A shell line needs its shell: straggler drill -- sh -c "…".',
    );
  return new LookError(
    'not-started',
    `The command ${name} could not be started (${reason}).`,
    reason === 'EACCES'
      ? 'Make it executable, or name the interpreter before it.'
      : 'Try the command by itself first.',
  );
}

function writeQuietly(bytes: Buffer): void {
  try {
    writeSync(STDERR, bytes);
  } catch {
    // Nobody reads it, or not fast enough: the program's output is a courtesy.
  }
}
