/** Runs a program once, and never longer or for more output than it is allowed. */
import { createRequire } from 'node:module';

export type ChildOutcome =
  | { kind: 'ended'; exitCode: number | null; signal: string | null; stdout: string; stderr: string }
  | { kind: 'timeout' }
  | { kind: 'too-much-output' }
  | { kind: 'not-started'; message: string };

export interface ChildLimits {
  timeoutMs: number;
  maxOutputBytes: number;
}

const load = createRequire(import.meta.url);

const MAX_ERROR_BYTES = 65_536;

/**
 * Killed with SIGKILL when it runs over a limit: a ptrace tracer that dies lets its target run on (cpython-memory.md, 1.4).
 * Its environment is empty, so no setting of the caller's (RUST_BACKTRACE, RUST_LOG) changes what it prints.
 */
export function runChild(path: string, args: string[], limits: ChildLimits): Promise<ChildOutcome> {
  // Loaded when it is needed: it takes 3 ms.
  const { spawn } = load('node:child_process') as typeof import('node:child_process');
  return new Promise((resolve) => {
    const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'], env: {} });
    const stdout = new Collected(limits.maxOutputBytes);
    const stderr = new Collected(MAX_ERROR_BYTES);
    const finish = (outcome: ChildOutcome) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => finish({ kind: 'timeout' }), limits.timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => {
      if (!stdout.add(chunk)) finish({ kind: 'too-much-output' });
    });
    child.stderr.on('data', (chunk: Buffer) => stderr.add(chunk));
    child.on('error', (error) => finish({ kind: 'not-started', message: error.message }));
    child.on('close', (exitCode, signal) => {
      finish({ kind: 'ended', exitCode, signal, stdout: stdout.text(), stderr: stderr.text() });
    });
  });
}

class Collected {
  private readonly chunks: Buffer[] = [];
  private readonly maxBytes: number;
  private size = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** False when that was too much; what is over the limit is dropped. */
  add(chunk: Buffer): boolean {
    this.size += chunk.length;
    if (this.size > this.maxBytes) return false;
    this.chunks.push(chunk);
    return true;
  }

  text(): string {
    return Buffer.concat(this.chunks).toString('utf8');
  }
}
