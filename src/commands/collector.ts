/** `straggler collector`: its options and its help. */

import type { ArgumentsCamelCase, Argv, CommandModule, Options } from 'yargs';
import type { CollectorFlags } from '../settings/collector-texts.ts';
import { COLLECTOR_VARIABLES } from '../settings/collector-variables.ts';
import { VIEW_OPTIONS } from './options.ts';
import type { Take } from './take.ts';

const HELP = `Receives the reports of sidecars, keeps and groups them, counts terminations for Prometheus,
and shows all of it. One runs in a cluster; the chart straggler installs it.

  collector           serve, until SIGTERM
  collector export    everything that is kept, as lines of JSON on standard output
  collector import    the lines of an export, from standard input; what is there already stays`;

const EPILOGUE = `Examples
  straggler collector --auth none --receive-address 127.0.0.1:8080
  straggler collector --store postgresql --database-url-file /run/secrets/url
  straggler collector export --store sqlite:old.db | straggler collector import --store sqlite:new.db

Exit status
  0  it was asked to end
  2  wrong use
  3  it could not go on: the store or an address cannot be used`;

const OPTIONS: Record<string, Options> = Object.fromEntries(
  Object.values(COLLECTOR_VARIABLES).map(({ flag, variable, describe, byDefault }) => [
    flag,
    {
      type: 'string',
      requiresArg: true,
      describe: `${describe} (${variable})${byDefault === null ? '' : ` [default: ${byDefault}]`}`,
    },
  ]),
);

export function collectorCommand(take: Take): CommandModule {
  return {
    command: 'collector [action]',
    describe: 'Receive, keep, count and show the reports of many pods',
    builder: (parser: Argv) =>
      parser
        .usage(HELP)
        .positional('action', { choices: ['serve', 'export', 'import'] as const, default: 'serve' })
        .options({ ...OPTIONS, 'log-level': VIEW_OPTIONS['log-level'] })
        .epilogue(EPILOGUE),
    handler: (flags: ArgumentsCamelCase) => {
      take(async () => {
        const { runCollector } = await import('./collector/run-collector.ts');
        return runCollector(String(flags['action']), flags as CollectorFlags);
      });
    },
  };
}
