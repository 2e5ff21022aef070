/** `straggler reports`: its options and its help. */

import type { ArgumentsCamelCase, Argv, CommandModule } from 'yargs';
import type { ReportsFlags } from '../settings/reading.ts';
import {
  CONNECTION_HELP,
  CONNECTION_OPTIONS,
  FILTER_OPTIONS,
  READING_STATUSES,
  VIEW_OPTIONS,
} from './options.ts';
import type { Take } from './take.ts';

const HELP = `Lists the reports that the collector of a cluster keeps, newest first: one for each
container that was stopped, whether it hung or not.

${CONNECTION_HELP}`;

const epilogue = (program: string) => `Examples
  ${program} reports --outcome hung --since 24h
  ${program} reports -n shop --workload orders
  ${program} reports --fingerprint 3f9a1c07
  ${program} report 01KB6Q2M    one of them, by its ID

${READING_STATUSES}`;

export function reportsCommand(take: Take, program: string): CommandModule {
  return {
    command: 'reports',
    describe: 'List the reports that are kept in the cluster',
    builder: (parser: Argv) =>
      parser
        .usage(HELP)
        .options({
          ...FILTER_OPTIONS,
          outcome: {
            type: 'string',
            requiresArg: true,
            describe: 'Only this outcome: hung, slow, exited or running',
          },
          fingerprint: {
            type: 'string',
            requiresArg: true,
            describe: 'Only reports of this hang: what hangs shows under HANG',
          },
          limit: { type: 'string', requiresArg: true, describe: 'At most so many, up to 500 [default: 50]' },
          json: { type: 'boolean', describe: "Print the collector's answer as JSON" },
          color: VIEW_OPTIONS.color,
          ...CONNECTION_OPTIONS,
        })
        .epilogue(epilogue(program)),
    handler: (flags: ArgumentsCamelCase) => {
      take(async () => {
        const { runReports } = await import('./cluster/run-reports.ts');
        return runReports(flags as ReportsFlags);
      });
    },
  };
}
