/** Puts the walker together for one function. */
import type { SourceFile } from '../file.ts';
import { blockOf } from '../file.ts';
import { NO_NAMES } from '../syntax/names.ts';
import type { Scope } from '../syntax/scopes.ts';
import type { Block } from '../syntax/tree.ts';
import { raisedBy } from './callees.ts';
import { converts, swallows } from './contexts.ts';
import { localsOf } from './locals.ts';
import { runBlock } from './run.ts';
import type { Machine } from './state.ts';

/** Statements walked for one question; a function of a thousand lines needs a few thousand. */
const BUDGET = 8000;

export interface MachineOptions {
  file: SourceFile | null;
  scope: Scope | null;
  block: Block;
  minor: number;
  stopsAtWaits: boolean;
}

export function createMachine(options: MachineOptions, depth = 0): Machine {
  const { file, scope, block, minor, stopsAtWaits } = options;
  const machine: Machine = {
    names: file?.names ?? NO_NAMES,
    minor,
    className: classAround(scope),
    locals: localsOf(block, file, scope),
    stopsAtWaits,
    budget: BUDGET,
    truncated: false,
    cleanupWaits: new Set(),
    doubts: new Map(),
    depth,
    file,
    scope,
    run: runBlock,
    swallows,
    converts,
    raisedBy,
    inner: (other) => {
      const inside = file === null ? block : blockOf(file, other);
      return createMachine({ file, scope: other, block: inside, minor, stopsAtWaits: false }, depth + 1);
    },
  };
  return machine;
}

function classAround(scope: Scope | null): string | null {
  for (let at = scope; at !== null; at = at.parent) if (at.kind === 'class') return at.qualifiedName;
  return null;
}
