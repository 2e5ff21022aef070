/**
 * What tells the processes of one drill from all others, also those that left its session and its parents (a double fork):
 * a variable that they inherit. A command line is no such mark, as a service and its drill may have the same.
 */
import { randomUUID } from 'node:crypto';
import type { System } from '../target/system.ts';
import { orNull } from '../target/system-error.ts';

const VARIABLE = 'STRAGGLER_DRILL';
/** Most services have a few KiB; the mark stands first. */
const MAX_ENVIRONMENT_BYTES = 1024 * 1024;

export interface DrillMark {
  variables: Readonly<Record<string, string>>;
}

export function newDrillMark(): DrillMark {
  return { variables: { [VARIABLE]: randomUUID() } };
}

/** Whether the environment with which the process was started has the mark: nothing else is taken from there. */
export function carriesMark(system: System, pid: number, { variables }: DrillMark): boolean {
  const bytes = orNull(() => system.readFile(`/proc/${pid}/environ`, MAX_ENVIRONMENT_BYTES));
  if (bytes === null) return false;
  return Object.entries(variables).every(([name, value]) => bytes.includes(`${name}=${value}\0`));
}
