/**
 * Which processes of a pod belong to which container, from what anyone may read: the control group tells them apart, and
 * the mount of `/dev/termination-log`, which the kubelet makes from `…/pods/<uid>/containers/<name>/<id>`, names them.
 * (Measured: both files can be read across users and without any capability.)
 */
import type { ProcessFacts } from './facts.ts';
import { processIfThere } from './process.ts';
import type { System } from './system.ts';
import { orNull } from './system-error.ts';

export interface PodContainer {
  /** From the kubelet's mount; null where the runtime makes none (the pause container, no Kubernetes). */
  name: string | null;
  podUid: string | null;
  /** In order of their start, so that the first is the container's first process: `exec` starts later ones. */
  processes: ProcessFacts[];
  /** Straggler's own. */
  isOwn: boolean;
}

const MAX_PROCESSES = 1024;
const MAX_MOUNTS_BYTES = 256 * 1024;
const KUBELET_MOUNT = /\/pods\/([^/\s]+)\/containers\/([^/\s]+)\//;
/** In the order in which a kernel gives pids, a thread group's start may tie. */
const byStart = (one: ProcessFacts, other: ProcessFacts) =>
  one.startTicks - other.startTicks || one.pid - other.pid;

/** Every container with a process that can be seen, Straggler's own among them. */
export function readContainers(system: System): PodContainer[] {
  const own = Number(orNull(() => system.readLink('/proc/self')) ?? 0);
  const groups = new Map<string, ProcessFacts[]>();
  for (const pid of pids(system)) {
    const process = processIfThere(system, pid, { maxThreads: 1 });
    if (process === null || process.state === 'Z' || isKernelThread(process)) continue;
    const group = process.cgroup ?? '';
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [process]);
    else members.push(process);
  }
  return [...groups.values()].map((members) => {
    const processes = members.sort(byStart);
    return { ...placeOf(system, processes), processes, isOwn: processes.some(({ pid }) => pid === own) };
  });
}

function pids(system: System): number[] {
  const names = orNull(() => system.list('/proc')) ?? [];
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .slice(0, MAX_PROCESSES);
}

function isKernelThread({ pid, parentPid, command, executable }: ProcessFacts): boolean {
  return (pid === 2 || parentPid === 2) && command.length === 0 && executable === null;
}

/** Any process tells it; one that unshared its mounts may not. */
function placeOf(system: System, processes: readonly ProcessFacts[]): Pick<PodContainer, 'name' | 'podUid'> {
  for (const { pid } of processes.slice(0, 4)) {
    const mounts = orNull(() => system.readFile(`/proc/${pid}/mountinfo`, MAX_MOUNTS_BYTES).toString('utf8'));
    const line = mounts?.split('\n').find((one) => one.split(' ')[4] === '/dev/termination-log');
    const match = line === undefined ? null : KUBELET_MOUNT.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) return { podUid: match[1], name: match[2] };
  }
  return { podUid: null, name: null };
}
