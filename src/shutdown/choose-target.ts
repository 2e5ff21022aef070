/** Which process to look at when a person names a pid: it, or the Python that it is there for. */
import { mappedFiles, readMaps } from '../python/binary/maps.ts';
import { versionByMaps } from '../python/find-python.ts';
import type { ProcessFacts } from '../target/facts.ts';
import { readFamily } from '../target/family.ts';
import { LookError } from '../target/look-error.ts';
import { printable } from '../target/printable.ts';
import { readProcess } from '../target/process.ts';
import type { System } from '../target/system.ts';
import { orNull } from '../target/system-error.ts';

export interface ChosenTarget {
  /** The process that the user named. */
  named: ProcessFacts;
  /** The process to look at. */
  target: ProcessFacts;
  /** Why the two differ; null when they do not. */
  note: string | null;
}

const MAX_LISTED = 12;

/** Throws a LookError when there is no such process, a zombie, or more than one Python to choose from. */
export function chooseTarget(system: System, pid: number): ChosenTarget {
  const named = readProcess(system, pid, { maxThreads: 1 });
  if (named.state === 'Z' || named.state === 'X') throw zombie(named);
  const asNamed = { named, target: named, note: null };
  if (pythonVersion(system, pid) !== null) return asNamed;
  const pythons = topmostPythons(system, named, readFamily(system, pid).descendants);
  const [only, ...others] = pythons;
  // Perhaps a Python that no file's name gives away (embedded, frozen): the observer knows more ways to tell.
  if (only === undefined) return asNamed;
  if (others.length > 0) throw severalPythons(named, pythons);
  const note = `process ${pid} (${named.comm}) is not Python: looking at its descendant ${describe(only)}`;
  return { named, target: only, note };
}

/** From the process down, the first Pythons met on each branch. */
export function topmostPythons(
  system: System,
  top: ProcessFacts,
  descendants: ProcessFacts[],
): ProcessFacts[] {
  const below = new Set([top.pid]);
  return descendants.filter((process) => {
    if (!below.has(process.parentPid)) return false;
    if (process.state !== 'Z' && pythonVersion(system, process.pid) !== null) return true;
    below.add(process.pid);
    return false;
  });
}

/** By the names of its mapped files; null when they tell of no Python, or cannot be read. */
export function pythonVersion(system: System, pid: number): string | null {
  return orNull(() => versionByMaps(mappedFiles(readMaps(system, pid))));
}

function zombie({ pid, comm }: ProcessFacts): LookError {
  return new LookError(
    'zombie',
    `Process ${pid} (${comm}) has ended already: it is a zombie that its parent has not collected.`,
    'Look at its parent instead: it does not wait for its children.',
  );
}

function severalPythons(named: ProcessFacts, pythons: ProcessFacts[]): LookError {
  const listed = pythons.slice(0, MAX_LISTED).map((python) => `\n  ${describe(python)}`);
  const more = pythons.length > MAX_LISTED ? `\n  and ${pythons.length - MAX_LISTED} more` : '';
  return new LookError(
    'not-python',
    `Process ${named.pid} (${named.comm}) is not Python, and has ${pythons.length} Python processes below it:${listed.join('')}${more}`,
    'Name one of them.',
  );
}

function describe({ pid, command, comm }: ProcessFacts): string {
  return `${pid} (${printable(command.length === 0 ? comm : command.join(' '), 80)})`;
}
