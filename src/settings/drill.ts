/** Settings of `straggler drill`. */

import type { Surroundings } from './environment.ts';
import type { WatchFlags, WatchSettings } from './stop.ts';
import { parseWatch } from './stop.ts';
import { UsageError } from './usage-error.ts';
import { parsePattern, parsePort, parsePositiveSeconds, parseSeconds } from './values.ts';
import type { ViewSettings } from './view.ts';
import { parseView } from './view.ts';

/** When the started program is taken for ready. `quiet`: no flag was given. */
export type ReadyWhen =
  | { kind: 'pattern'; pattern: RegExp }
  | { kind: 'port'; port: number }
  | { kind: 'after'; seconds: number }
  | { kind: 'quiet' };

export interface DrillSettings {
  view: ViewSettings;
  watch: WatchSettings;
  command: readonly [program: string, ...words: string[]];
  ready: ReadyWhen;
  readyTimeoutSeconds: number;
}

export interface DrillFlags extends WatchFlags {
  command?: readonly string[] | undefined;
  ready?: string | undefined;
  readyPort?: string | undefined;
  readyAfter?: string | undefined;
  readyTimeout?: string | undefined;
}

export const NO_COMMAND = 'drill needs a command after --, for example: straggler drill -- python app.py';

const DEFAULT_READY_TIMEOUT = '30';

export function parseDrill(flags: DrillFlags, surroundings: Surroundings): DrillSettings {
  const [program, ...words] = flags.command ?? [];
  if (program === undefined || program === '') throw new UsageError(NO_COMMAND);
  return Object.freeze({
    view: parseView(flags, surroundings),
    watch: parseWatch(flags),
    command: Object.freeze([program, ...words] as const),
    ready: Object.freeze(parseReady(flags)),
    readyTimeoutSeconds: parsePositiveSeconds('--ready-timeout', flags.readyTimeout ?? DEFAULT_READY_TIMEOUT),
  });
}

function parseReady(flags: DrillFlags): ReadyWhen {
  const given: ReadyWhen[] = [];
  if (flags.ready !== undefined)
    given.push({ kind: 'pattern', pattern: parsePattern('--ready', flags.ready) });
  if (flags.readyPort !== undefined)
    given.push({ kind: 'port', port: parsePort('--ready-port', flags.readyPort) });
  if (flags.readyAfter !== undefined)
    given.push({ kind: 'after', seconds: parseSeconds('--ready-after', flags.readyAfter) });
  if (given.length > 1)
    throw new UsageError('only one of --ready, --ready-port and --ready-after can say when to signal');
  return given[0] ?? { kind: 'quiet' };
}
