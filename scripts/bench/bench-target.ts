/** The process that the tools look at, and what it felt of them. */
import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import type { Interface } from 'node:readline';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./target.py', import.meta.url));
const READY_MS = 120_000;

export class BenchTarget {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: Interface;

  constructor(python: string, tasks: number) {
    this.#child = spawn(python, [PROGRAM, String(tasks)], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#child.stdout });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async ready(): Promise<void> {
    const line = await this.#next();
    if (line !== 'READY') throw new Error(`the benchmark's target said ${line} instead of READY`);
  }

  /** Longest stall of its event loop since the last question, in milliseconds. */
  async longestGapMs(): Promise<number> {
    this.#child.stdin.write('gap\n');
    return Number(await this.#next());
  }

  /** When the next SIGTERM comes, in milliseconds since the epoch, by the target's own clock. */
  async signalledAtMs(): Promise<number> {
    return 1000 * Number(await this.#next());
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.kill('SIGKILL');
    await closed;
  }

  #next(): Promise<string> {
    return new Promise((resolve, reject) => {
      const bound = setTimeout(
        () => reject(new Error('the benchmark target did not answer in time')),
        READY_MS,
      );
      this.#lines.once('line', (line: string) => {
        clearTimeout(bound);
        resolve(line);
      });
    });
  }
}
