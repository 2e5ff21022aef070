/** Facts about one process: `/proc/PID/{status,stat,cmdline,exe,cgroup}` and its threads. Never its environment. */
import { parseCgroup } from './cgroup.ts';
import { parseCommandLine } from './command-line.ts';
import type { ProcessFacts } from './facts.ts';
import { LookError } from './look-error.ts';
import { machineOf } from './machine.ts';
import { explainRefusal } from './permissions.ts';
import { MS_PER_TICK, parseStat } from './stat.ts';
import type { Status } from './status.ts';
import { parseStatus } from './status.ts';
import type { System } from './system.ts';
import { errorCode, isGone, orNull } from './system-error.ts';
import { readThreads } from './threads.ts';

const MAX_THREADS = 1024;
const MAX_COMMAND_BYTES = 64 * 1024;

export interface ProcessOptions {
  /** How many threads to describe; the main thread is the first. */
  maxThreads?: number;
}

/** Throws a LookError `no-such-process` when there is none; what the kernel refuses beyond that is null. */
export function readProcess(system: System, pid: number, options: ProcessOptions = {}): ProcessFacts {
  const folder = `/proc/${pid}`;
  try {
    const status = parseStatus(system.readFile(`${folder}/status`).toString('utf8'));
    if (status.threadGroup > 0 && status.threadGroup !== pid) throw noProcess(pid, status);
    const stat = parseStat(system.readFile(`${folder}/stat`).toString('latin1'));
    const cgroup = orNull(() => system.readFile(`${folder}/cgroup`).toString('utf8'));
    const command = orNull(() => system.readFile(`${folder}/cmdline`, MAX_COMMAND_BYTES).toString('utf8'));
    const { namespacePids } = status;
    return {
      pid,
      parentPid: status.parentPid,
      namespacePids: namespacePids.length > 0 ? namespacePids : [pid],
      isInit: (namespacePids.at(-1) ?? pid) === 1,
      comm: status.name,
      command: parseCommandLine(command ?? ''),
      executable: orNull(() => system.readLink(`${folder}/exe`)),
      state: stat.state,
      uid: status.uid,
      gid: status.gid,
      capabilities: status.capabilities,
      tracerPid: status.tracerPid,
      startTicks: stat.startTicks,
      stackStart: stat.stackStart,
      startedAtMs: startedAtMs(system, stat.startTicks),
      cpuMs: stat.cpuMs,
      signals: status.signals,
      threads: readThreads(system, pid, machineOf(system, pid), options.maxThreads ?? MAX_THREADS),
      cgroup: cgroup === null ? null : parseCgroup(cgroup),
    };
  } catch (error) {
    if (isGone(error)) throw noSuchProcess(pid);
    if (errorCode(error) !== null) throw refused(system, pid);
    throw error;
  }
}

/** null when there is none, or it is hidden. */
export function processIfThere(
  system: System,
  pid: number,
  options: ProcessOptions = {},
): ProcessFacts | null {
  try {
    return readProcess(system, pid, options);
  } catch (error) {
    if (error instanceof LookError) return null;
    throw error;
  }
}

/** The kernel opens `/proc/TID` as well, and takes a signal for it: that thread would get it first (`htop` shows such ids). */
function noProcess(pid: number, { name, threadGroup }: Status): LookError {
  return new LookError(
    'no-such-process',
    `${pid} is a thread (${name}) of process ${threadGroup}, and no process of its own.`,
    `Name the process: ${threadGroup}.`,
  );
}

function noSuchProcess(pid: number): LookError {
  return new LookError(
    'no-such-process',
    `There is no process with pid ${pid} (that this user can see).`,
    'Look the pid up again, for example with `pgrep -af python`. In a container, other containers are visible only with a shared pid namespace.',
  );
}

function refused(system: System, pid: number): LookError {
  const { sentence, fix } = explainRefusal(system, pid);
  return new LookError('no-permission', sentence, fix);
}

/** The time of boot does not change: it is read once a system. */
const bootTimes = new WeakMap<System, number | null>();

/** Wall clock time of the start, to the second: the kernel tells the time of boot no finer. */
function startedAtMs(system: System, startTicks: number): number | null {
  let bootMs = bootTimes.get(system);
  if (bootMs === undefined) {
    const stat = orNull(() => system.readFile('/proc/stat').toString('latin1'));
    const seconds = stat === null ? null : /^btime (\d+)$/m.exec(stat)?.[1];
    bootMs = seconds == null ? null : Number(seconds) * 1000;
    bootTimes.set(system, bootMs);
  }
  return bootMs === null ? null : bootMs + startTicks * MS_PER_TICK;
}
