/** Processes of the load test, and what they took. */
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: of a second, on every Linux for programs. */
const TICKS = 100;
const END_MS = 10_000;

export interface Child {
  process: ChildProcess;
  port: number;
}

/** Resolves once it says its port. */
export async function start(file: string, args: readonly string[]): Promise<Child> {
  const child = fork(new URL(file, import.meta.url), args);
  const early = once(child, 'exit').then(() => {
    throw new Error(`${file} ended before it listened`);
  });
  const [message] = (await Promise.race([once(child, 'message'), early])) as [{ port: number }];
  return { process: child, port: message.port };
}

/** Lets it finish what it does. */
export async function end({ process: child }: Child): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.disconnect();
  const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
  await gone;
  clearTimeout(timer);
}

export interface Usage {
  peakMiB: number;
  cpuSeconds: number;
}

export function usageOf({ process: child }: Child): Usage {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    peakMiB: Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1_024,
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
  };
}

/** What all cores have worked since the machine was started, whoever it was for. */
export function machineSeconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1_000;
}
