/** `straggler hangs`: its options and its help. */

import type { ArgumentsCamelCase, Argv, CommandModule } from 'yargs';
import type { HangsFlags } from '../settings/reading.ts';
import {
  CONNECTION_HELP,
  CONNECTION_OPTIONS,
  FILTER_OPTIONS,
  READING_STATUSES,
  VIEW_OPTIONS,
} from './options.ts';
import type { Take } from './take.ts';

const HELP = `Lists the hangs that the collector of a cluster knows: containers that were killed because
they did not stop, a row for each cause and place in the code, newest trouble on top.

${CONNECTION_HELP}`;

const epilogue = (program: string) => `Examples
  ${program} hangs
  ${program} hangs -n shop --since 24h
  ${program} hangs --text worker.py
  ${program} hangs --json | jq '.hangs[] | .finding.fix'
  ${program} reports --fingerprint 3f9a1c07    the reports of one of them, by its HANG

${READING_STATUSES}`;

export function hangsCommand(take: Take, program: string): CommandModule {
  return {
    command: 'hangs',
    describe: 'List what hangs in the cluster, and why',
    builder: (parser: Argv) =>
      parser
        .usage(HELP)
        .options({
          ...FILTER_OPTIONS,
          json: { type: 'boolean', describe: "Print the collector's answer as JSON" },
          color: VIEW_OPTIONS.color,
          ...CONNECTION_OPTIONS,
        })
        .epilogue(epilogue(program)),
    handler: (flags: ArgumentsCamelCase) => {
      take(async () => {
        const { runHangs } = await import('./cluster/run-hangs.ts');
        return runHangs(flags as HangsFlags);
      });
    },
  };
}
