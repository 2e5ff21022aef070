/** Puts the walker together for one function. */
import type { SourceFile } from '../file.ts';
import { blockOf } from '../file.ts';
import { NO_NAMES } from '../syntax/names.ts';
import type { Scope } from '../syntax/scopes.ts';
import type { Block, Step } from '../syntax/tree.ts';
import { raisedBy } from './callees.ts';
import { converts, kindOf, swallows, swallowsByName } from './contexts.ts';
import { localsOf } from './locals.ts';
import { runBlock } from './run.ts';
import type { SeenInFrame } from './seen.ts';
import { managersByItem } from './seen.ts';
import type { Machine } from './state.ts';

/** Statements walked for one question; a function of a thousand lines needs a few thousand. */
const BUDGET = 8000;

const NOTHING_SEEN: ReadonlyMap<string, readonly string[]> = new Map();

export interface MachineOptions {
  file: SourceFile | null;
  scope: Scope | null;
  block: Block;
  minor: number;
  stopsAtWaits: boolean;
  /** What memory told of the frame, and the way to where it stands. */
  seen?: { frame: SeenInFrame | null; way: readonly Step[] };
}

export function createMachine(options: MachineOptions, depth = 0): Machine {
  const { file, scope, block, minor, stopsAtWaits } = options;
  const managers = managersByItem(options.seen?.frame ?? null, options.seen?.way ?? []);
  const machine: Machine = {
    names: file?.names ?? NO_NAMES,
    minor,
    className: classAround(scope),
    locals: localsOf(block, file, scope),
    seen: options.seen?.frame?.classes ?? NOTHING_SEEN,
    stopsAtWaits,
    budget: BUDGET,
    truncated: false,
    cleanupWaits: new Set(),
    doubts: new Map(),
    depth,
    file,
    scope,
    run: runBlock,
    // What the file tells is surest; then the code of the very object that memory showed; a name comes last.
    swallows: (item, statement, thrown, asking) => {
      const told = swallows(item, statement, thrown, asking);
      if (told !== 'maybe') return told;
      return managers.get(item)?.swallows(thrown) ?? swallowsByName(item, asking);
    },
    converts,
    kindOf: (item) => managers.get(item)?.kind ?? kindOf(item),
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
