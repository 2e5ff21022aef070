/** Starts a test program as its header says, and ends everything it started. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Program } from './program-headers.ts';
import { PROGRAMS_FOLDER } from './program-headers.ts';
import type { TestPython } from './pythons.ts';

/** A loaded machine may need long to start an interpreter; nothing is concluded from how long. */
const READY_TIMEOUT_MS = 60_000;
const SETTLE_MS = 60;
const NICENESS = 10;

export interface RunningProgram {
  /** The process that gets the signal: what was started, or the first process of its pid namespace. */
  pid: number;
  /** Whether the service itself (and not only its launcher) still runs. */
  isAlive(): boolean;
  stderr(): string;
  /** Kills all that is left. */
  end(): void;
}

/** Resolves when the program has said READY. */
export async function startProgram(program: Program, python: TestPython): Promise<RunningProgram> {
  const [command = '', ...args] = commandLine(program, python);
  // stdout is read for READY and then to its end, so that no program blocks on a full pipe.
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const output = collect(child);
  // Some of them compute without end, and would take the processor from those who look.
  if (child.pid !== undefined) setPriority(child.pid, NICENESS);
  const end = () => endGroup(child);
  try {
    await ready(program, child, output);
    // READY can come a moment before the blocking call that it announces.
    await sleep(SETTLE_MS);
    const started = child.pid ?? 0;
    const pid = program.ownPidNamespace ? (children(started)[0] ?? started) : started;
    const family = [pid, ...descendants(pid)];
    // The service is the last that was started: launchers come first.
    const service = family.findLast(isPython) ?? pid;
    // Any worker of a server's may be the one that hangs.
    const watched = program.sets.length > 0 ? family.filter(isPython) : [service];
    const starts = new Map(watched.map((one) => [one, startTime(one)]));
    return {
      pid,
      isAlive: () => [...starts].some(([one, start]) => start !== null && startTime(one) === start),
      stderr: () => output.stderr,
      end,
    };
  } catch (error) {
    end();
    throw error;
  }
}

function commandLine(program: Program, python: TestPython): string[] {
  const values: Record<string, string> = {
    python: python.path,
    program: program.path,
    launchers: join(PROGRAMS_FOLDER, 'launchers'),
  };
  const command = program.start.map((word) =>
    word.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? ''),
  );
  const uvloop = python.name.includes('uvloop')
    ? ['env', `PYTHONPATH=${join(PROGRAMS_FOLDER, 'uvloop')}`]
    : [];
  const namespace = program.ownPidNamespace ? ['unshare', '--pid', '--fork', '--mount-proc'] : [];
  return [...uvloop, ...namespace, ...command];
}

interface Output {
  stdout: string;
  stderr: string;
}

function collect(child: ChildProcess): Output {
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    output.stdout = (output.stdout + chunk.toString()).slice(-10_000);
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    output.stderr = (output.stderr + chunk.toString()).slice(-10_000);
  });
  return output;
}

async function ready(program: Program, child: ChildProcess, output: Output): Promise<void> {
  let failure: Error | null = null;
  child.on('error', (error) => {
    failure = error;
  });
  const giveUpAt = performance.now() + READY_TIMEOUT_MS;
  while (!output.stdout.includes('READY')) {
    if (failure !== null) throw failure;
    const isOver = child.exitCode !== null || child.signalCode !== null;
    if (isOver || performance.now() > giveUpAt) {
      throw new Error(
        `${program.name} ${isOver ? 'ended' : 'was slow'} before it said READY\n${output.stdout}${output.stderr}`,
      );
    }
    await sleep(15);
  }
}

/** Every program runs in a process group (and session) of its own, which its children and orphans stay in. */
function endGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The whole group has ended already.
  }
  for (const stream of [child.stdout, child.stderr]) stream?.destroy();
}

function children(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function descendants(pid: number): number[] {
  return children(pid).flatMap((child) => [child, ...descendants(child)]);
}

function isPython(pid: number): boolean {
  try {
    return /python/.test(readFileSync(`/proc/${pid}/comm`, 'latin1'));
  } catch {
    return false;
  }
}

/** Tells a process from a later one with the same number; null when it has ended (a zombie has). */
function startTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}
