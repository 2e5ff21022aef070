/**
 * Which process is the first of its container: the one that gets the kubelet's (or systemd's, or the user's) signal.
 *
 * 1. A border above the target is visible: a pid namespace, a container's or a service's control group, or no parent
 *    that can be seen. The outermost process inside is the first.
 * 2. The whole tree is visible down to PID 1 and the kernel's own threads are missing (`kthreadd` is pid 2 of a
 *    machine): Straggler sits in the container too, and PID 1 is the first.
 * 3. A plain session on a machine: launchers directly above the target (`sh -c`, `uv run`, `tini`) belong to it, but
 *    not what Straggler itself was started from.
 */
import { isContainerGroup } from './cgroup.ts';
import type { ProcessFacts } from './facts.ts';
import { isLauncher } from './launchers.ts';
import { parseStat } from './stat.ts';
import type { System } from './system.ts';
import { orNull } from './system-error.ts';

const KERNEL_THREADS_PARENT = 2;
const MAX_DEPTH = 64;

/** `above` is outside of what `below` lives in. */
export function isBorder(below: ProcessFacts, above: ProcessFacts): boolean {
  if (below.isInit) return true;
  if (below.namespacePids.length !== above.namespacePids.length) return true;
  return below.cgroup !== above.cgroup && isContainerGroup(below.cgroup);
}

export function firstProcess(system: System, target: ProcessFacts, ancestors: ProcessFacts[]): number {
  const outermost = ancestors.at(-1) ?? target;
  if (isContained(system, outermost)) return outermost.pid;
  return firstLauncher(target, ancestors, ownLine(system));
}

function isContained(system: System, outermost: ProcessFacts): boolean {
  if (isContainerGroup(outermost.cgroup)) return true;
  if (outermost.isInit && outermost.pid !== 1) return true;
  return outermost.parentPid === 0 && commOf(system, KERNEL_THREADS_PARENT) !== 'kthreadd';
}

/** Outermost of the launchers without a gap above the target. */
function firstLauncher(target: ProcessFacts, ancestors: ProcessFacts[], own: Set<number>): number {
  let first = target.pid;
  for (const ancestor of ancestors) {
    if (own.has(ancestor.pid) || ancestor.pid === 1 || !isLauncher(ancestor)) break;
    first = ancestor.pid;
  }
  return first;
}

/** Straggler and its own ancestors. */
function ownLine(system: System): Set<number> {
  const line = new Set<number>();
  let pid = Number(orNull(() => system.readLink('/proc/self')) ?? 0);
  while (pid > 0 && !line.has(pid) && line.size < MAX_DEPTH) {
    line.add(pid);
    const stat = orNull(() =>
      system.readFile(`/proc/${line.size === 1 ? 'self' : pid}/stat`).toString('latin1'),
    );
    pid = stat === null ? 0 : parseStat(stat).parentPid;
  }
  return line;
}

function commOf(system: System, pid: number): string | null {
  return orNull(() => system.readFile(`/proc/${pid}/comm`).toString('latin1').trim());
}
