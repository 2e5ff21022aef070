/** One command, measured from outside: wall time, peak memory, exit code. */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Measurement {
  wallMs: number;
  /** Highest VmHWM seen of the process and its children together, sampled every 2 ms; 0 when nobody looked. */
  peakMiB: number;
  exitCode: number | null;
}

const SAMPLE_MS = 2;
const BOUND_MS = 60_000;

/**
 * Looking at memory takes processor time away from what is timed: one run is for the one, others are for the other. The
 * output goes to a file: to read megabytes of it from a pipe would count the reader's time as the tool's.
 */
export async function measure(
  command: readonly string[],
  environment: NodeJS.ProcessEnv,
  what: 'time' | 'memory',
): Promise<Measurement> {
  const [program = '', ...parameters] = command;
  const folder = mkdtempSync(join(tmpdir(), 'straggler-bench-'));
  const output = openSync(join(folder, 'output'), 'w');
  const errors = openSync('/dev/null', 'w');
  const started = process.hrtime.bigint();
  const child = spawn(program, parameters, { stdio: ['ignore', output, errors], env: environment });
  let peakKiB = 0;
  const sampler = setInterval(
    () => {
      if (child.pid !== undefined) peakKiB = Math.max(peakKiB, residentKiB(child.pid));
    },
    what === 'memory' ? SAMPLE_MS : BOUND_MS,
  );
  const bound = setTimeout(() => child.kill('SIGKILL'), BOUND_MS);
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const wallMs = Number(process.hrtime.bigint() - started) / 1e6;
  clearInterval(sampler);
  clearTimeout(bound);
  closeSync(output);
  closeSync(errors);
  rmSync(folder, { recursive: true });
  return { wallMs, peakMiB: peakKiB / 1024, exitCode };
}

/** Peak resident memory of a process and of what it started; 0 when it is gone. */
function residentKiB(pid: number): number {
  try {
    const own = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean);
    return children.reduce((sum, child) => sum + residentKiB(Number(child)), own);
  } catch {
    return 0;
  }
}
