/** `straggler ui`: its options and its help. */

import type { ArgumentsCamelCase, Argv, CommandModule } from 'yargs';
import type { UiFlags } from '../settings/reading.ts';
import { CONNECTION_HELP, CONNECTION_OPTIONS, READING_STATUSES } from './options.ts';
import type { Take } from './take.ts';

const HELP = `Makes the pages of the collector of a cluster reachable at an address of this machine, which
it prints, and opens a browser there. Only this machine reaches them. It goes on until
Ctrl-C, also when the collector's pod is replaced.

${CONNECTION_HELP}`;

const epilogue = (program: string) => `Examples
  ${program} ui
  ${program} ui --no-open --port 9000

${READING_STATUSES}`;

export function uiCommand(take: Take, program: string): CommandModule {
  return {
    command: 'ui',
    describe: 'Show the pages of the collector in a browser',
    builder: (parser: Argv) =>
      parser
        .usage(HELP)
        .options({
          port: {
            type: 'string',
            requiresArg: true,
            describe: 'Port of this machine [default: 8081, or the next one that is free]',
          },
          open: { type: 'boolean', default: true, describe: 'Open a browser; --no-open does not' },
          ...CONNECTION_OPTIONS,
        })
        .epilogue(epilogue(program)),
    handler: (flags: ArgumentsCamelCase) => {
      take(async () => {
        const { runUi } = await import('./cluster/run-ui.ts');
        return runUi(flags as UiFlags);
      });
    },
  };
}
