/** What a pod's termination is watched in: of each other container its Python processes, and who is first in it. */
import type { PodContainer } from '../../target/containers.ts';
import { readContainers } from '../../target/containers.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import type { System } from '../../target/system.ts';
import { pythonVersion } from '../choose-target.ts';

export interface ContainerTargets {
  /** `container` where the runtime gives no name. */
  name: string;
  podUid: string | null;
  /** The one that the kubelet signals. */
  first: ProcessFacts;
  /** From the first process down, and of what it left behind: the first Pythons met on each branch. */
  pythons: ProcessFacts[];
  /** What the preflight says of the first process and SIGTERM, where that is not well. */
  warning?: string | null;
}

const UNNAMED = 'container';
const MOST_PYTHONS = 8;
/** What runs Python but hides its name: servers with a title of their own (setproctitle). */
const PYTHON_NAME = /^(python|gunicorn|uvicorn|hypercorn|daphne|granian|celery|uwsgi)/;

/** `names`: only these containers; empty for all but Straggler's own. */
export function readTargets(system: System, names: readonly string[]): ContainerTargets[] {
  return otherContainers(system)
    .filter(({ name }) => names.length === 0 || (name !== null && names.includes(name)))
    .flatMap((container) => {
      const [first] = container.processes;
      if (first === undefined) return [];
      const pythons = pythonsOf(system, container).slice(0, MOST_PYTHONS);
      return [{ name: container.name ?? UNNAMED, podUid: container.podUid, first, pythons }];
    });
}

/**
 * Containers of the pod that Straggler can see besides its own; none where the process namespace is not shared, or outside
 * of Kubernetes. With hostPID all pods of the node can be seen: the kubelet's mounts tell whose they are.
 */
export function otherContainers(system: System): PodContainer[] {
  const all = readContainers(system);
  const own = all.find(({ isOwn }) => isOwn);
  if (own === undefined || own.podUid === null) return [];
  const others = all.filter(({ isOwn, podUid }) => !isOwn && podUid === own.podUid);
  const earlier = others.filter((one) => startOf(one) < startOf(own));
  // Where all of them started earlier, it was Straggler that was started again.
  return earlier.length === others.length ? others : others.filter((one) => !earlier.includes(one));
}

/** A native sidecar that is listed before Straggler starts earlier, and is not asked to stop until Straggler has ended. */
function startOf({ processes }: PodContainer): number {
  return processes[0]?.startTicks ?? 0;
}

/** What `exec` started (a probe, a preStop hook, a person) is not the service: it has no parent that can be seen, and came later. */
export function execRoots({ processes }: PodContainer): ProcessFacts[] {
  const members = new Set(processes.map(({ pid }) => pid));
  return processes.slice(1).filter(({ parentPid }) => parentPid === 0 && !members.has(parentPid));
}

function pythonsOf(system: System, container: PodContainer): ProcessFacts[] {
  const { processes } = container;
  const excluded = new Set(execRoots(container).map(({ pid }) => pid));
  const below = new Map<number, ProcessFacts[]>();
  const members = new Set(processes.map(({ pid }) => pid));
  const roots: ProcessFacts[] = [];
  for (const process of processes) {
    if (excluded.has(process.pid)) continue;
    if (!members.has(process.parentPid)) roots.push(process);
    else below.set(process.parentPid, [...(below.get(process.parentPid) ?? []), process]);
  }
  const found: ProcessFacts[] = [];
  for (const queue = roots; queue.length > 0; ) {
    const process = queue.shift();
    if (process === undefined) break;
    if (isPython(system, process)) found.push(process);
    else queue.push(...(below.get(process.pid) ?? []));
  }
  return found;
}

/** By its mapped files, or by its name where these may not be read. */
function isPython(system: System, { pid, comm, command }: ProcessFacts): boolean {
  if (pythonVersion(system, pid) !== null) return true;
  const program = (command[0] ?? '').slice((command[0] ?? '').lastIndexOf('/') + 1);
  return PYTHON_NAME.test(program) || PYTHON_NAME.test(comm);
}
