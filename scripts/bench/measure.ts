/** One command, measured from outside: wall time, peak memory, exit code. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

export interface Measurement {
  wallMs: number;
  /** Highest VmHWM seen of the process and its children together, sampled every 2 ms; 0 when nobody looked. */
  peakMiB: number;
  exitCode: number | null;
  outputBytes: number;
}

const SAMPLE_MS = 2;
const BOUND_MS = 60_000;

/** Looking at memory takes processor time away from what is timed: one run is for the one, others are for the other. */
export async function measure(
  command: readonly string[],
  environment: NodeJS.ProcessEnv,
  what: 'time' | 'memory',
): Promise<Measurement> {
  const [program = '', ...parameters] = command;
  const sink = openSync('/dev/null', 'w');
  const started = process.hrtime.bigint();
  const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', sink], env: environment });
  let outputBytes = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    outputBytes += chunk.length;
  });
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
  closeSync(sink);
  return { wallMs, peakMiB: peakKiB / 1024, exitCode, outputBytes };
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
