/** The target, who is above it and who is below it, and which of them is the first process of its container. */
import { childFinder } from './children.ts';
import type { ProcessFacts, ProcessFamily } from './facts.ts';
import { firstProcess, isBorder } from './first-process.ts';
import { processIfThere, readProcess } from './process.ts';
import type { System } from './system.ts';

const MAX_ANCESTORS = 64;
const MAX_DESCENDANTS = 256;
/** Who is above the target is told by its command; what is below it may hang itself. */
const THREADS_ABOVE = 1;
const THREADS_BELOW = 16;

export interface FamilyOptions {
  /** The process that Straggler itself started: the family ends there. */
  rootPid?: number;
}

/** Throws a LookError when the target is not there; relatives that end meanwhile are left out. */
export function readFamily(system: System, pid: number, options: FamilyOptions = {}): ProcessFamily {
  const target = readProcess(system, pid);
  const ancestors = ancestorsOf(system, target, options.rootPid ?? null);
  return {
    target,
    ancestors,
    descendants: readDescendants(system, pid),
    firstPid:
      options.rootPid === undefined
        ? firstProcess(system, target, ancestors)
        : rootOf(target, ancestors, options.rootPid),
  };
}

function rootOf(target: ProcessFacts, ancestors: ProcessFacts[], rootPid: number): number {
  return ancestors.some(({ pid }) => pid === rootPid) ? rootPid : target.pid;
}

/** Up to what Straggler has started, through all that was put in between (`unshare --pid`); else up to the border of the container. */
function ancestorsOf(system: System, target: ProcessFacts, rootPid: number | null): ProcessFacts[] {
  if (rootPid !== null) {
    const all = readAncestors(system, target, (below) => below.pid === rootPid);
    if (all.at(-1)?.pid === rootPid) return all;
  }
  return readAncestors(system, target, (below, above) => below.pid === rootPid || isBorder(below, above));
}

function readAncestors(
  system: System,
  target: ProcessFacts,
  endsAt: (below: ProcessFacts, above: ProcessFacts) => boolean,
): ProcessFacts[] {
  const ancestors: ProcessFacts[] = [];
  let below = target;
  while (ancestors.length < MAX_ANCESTORS && below.parentPid > 0) {
    const above = processIfThere(system, below.parentPid, { maxThreads: THREADS_ABOVE });
    if (above === null || endsAt(below, above)) break;
    ancestors.push(above);
    below = above;
  }
  return ancestors;
}

/** Breadth first, so that the nearest come first. */
function readDescendants(system: System, pid: number): ProcessFacts[] {
  const descendants: ProcessFacts[] = [];
  const childrenOf = childFinder(system);
  const seen = new Set([pid]);
  const queue = childrenOf(pid);
  while (queue.length > 0 && descendants.length < MAX_DESCENDANTS) {
    const next = queue.shift();
    if (next === undefined || seen.has(next)) continue;
    seen.add(next);
    const child = processIfThere(system, next, { maxThreads: THREADS_BELOW });
    if (child === null) continue;
    descendants.push(child);
    queue.push(...childrenOf(next));
  }
  return descendants;
}
