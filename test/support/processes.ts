/** Real processes for tests: each in a process group of its own, all ended after the test that started them. */

import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const started = new Set<ChildProcess>();

/** A child whose output can be read; `pid` is known at once. */
export function start(
  command: string,
  args: string[],
  options: SpawnOptions = {},
): ChildProcess & { pid: number } {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...options });
  started.add(child);
  child.on('error', () => started.delete(child));
  if (child.pid === undefined) throw new Error(`${command} could not be started`);
  return child as ChildProcess & { pid: number };
}

/** To be called after each test: kills every process group that is left. */
export function endAll(): void {
  for (const child of started) {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The whole group has ended already.
    }
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
  }
  started.clear();
}

/** Resolves with what `look` returns as soon as that is neither null nor false nor undefined. */
export async function until<T>(
  look: () => T | Promise<T>,
  what: string,
  timeoutMs = 10_000,
): Promise<Exclude<T, null | undefined | false>> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen != null && seen !== false) return seen as Exclude<T, null | undefined | false>;
    if (performance.now() > giveUpAt) throw new Error(`${what}: not seen within ${timeoutMs} ms`);
    await sleep(10);
  }
}

/** The child's output until it holds `text`. */
export function printed(child: ChildProcess, text: string, timeoutMs = 10_000): Promise<string> {
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  return until(() => output.includes(text) && output, `${JSON.stringify(text)} on stdout`, timeoutMs);
}

/** Letter of the kernel's state, null when there is no such process. */
export function stateOf(pid: number): string | null {
  try {
    return /\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1] ?? null;
  } catch {
    return null;
  }
}

/** First process below `pid` whose command line begins with these words. */
export function childOf(pid: number, command: string): Promise<number> {
  return until(() => {
    for (const child of readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1')
      .split(' ')
      .filter(Boolean)) {
      const line = readFileSync(`/proc/${child}/cmdline`, 'latin1').replaceAll('\0', ' ');
      if (line.startsWith(command)) return Number(child);
    }
    return null;
  }, `a child \`${command}\` of ${pid}`);
}
