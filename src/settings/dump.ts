/** Settings of `straggler dump`. */

import type { Surroundings } from './environment.ts';
import { UsageError } from './usage-error.ts';
import { parsePid, parsePositiveSeconds } from './values.ts';
import type { ViewFlags, ViewSettings } from './view.ts';
import { parsePath, parseView } from './view.ts';

export interface DumpSettings {
  view: ViewSettings;
  /** A process that lives, or what was recorded of one. */
  from: { kind: 'process'; pid: number; recordTo: string | null } | { kind: 'recording'; path: string };
  budgetSeconds: number;
}

export interface DumpFlags extends ViewFlags {
  pid?: string | undefined;
  record?: string | undefined;
  replay?: string | undefined;
  budget?: string | undefined;
}

const DEFAULT_BUDGET_SECONDS = 10;

export function parseDump(flags: DumpFlags, surroundings: Surroundings): DumpSettings {
  return Object.freeze({
    view: parseView(flags, surroundings),
    from: Object.freeze(parseFrom(flags)),
    budgetSeconds:
      flags.budget === undefined ? DEFAULT_BUDGET_SECONDS : parsePositiveSeconds('--budget', flags.budget),
  });
}

function parseFrom(flags: DumpFlags): DumpSettings['from'] {
  const recordTo = parsePath('--record', flags.record);
  const replay = parsePath('--replay', flags.replay);
  if (replay === null) {
    if (flags.pid === undefined) throw new UsageError('dump needs a PID, or --replay FILE');
    return { kind: 'process', pid: parsePid(flags.pid), recordTo };
  }
  if (flags.pid !== undefined || recordTo !== null)
    throw new UsageError('--replay FILE reads a recording: it takes neither a PID nor --record');
  return { kind: 'recording', path: replay };
}
