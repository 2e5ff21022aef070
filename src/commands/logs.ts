/** `straggler logs`: its options and its help. */

import type { ArgumentsCamelCase, Argv, CommandModule } from 'yargs';
import type { LogsFlags } from '../settings/logs.ts';
import { VIEW_OPTIONS } from './options.ts';
import type { Take } from './take.ts';

const HELP = `Reads the log of Straggler's sidecar, joins what was written in parts, and prints the
newest revision of each report that it holds, as straggler stop would have.

FILE is what kubectl logs printed; without it, or with -, standard input is read.
--prefix and --timestamps of kubectl, stern's names, files of /var/log/pods and lines of
other containers do no harm. What is missing is said on standard error.`;

const EPILOGUE = `Examples
  kubectl logs POD -c straggler | straggler logs
  kubectl logs POD -c straggler -f --ignore-errors > pod.log; straggler logs pod.log
  kubectl logs -l app=orders --all-containers --prefix --tail=-1 | straggler logs --json
  straggler logs pod.log --html hang.html

The log of a pod goes with the pod: keep it while the pod stops, with -f, or take it from
where logs are kept.

Exit status
  0  a report was found
  2  wrong use
  3  none was found, or none that could be read`;

export function logsCommand(take: Take): CommandModule {
  return {
    command: 'logs [file]',
    describe: 'Print the reports in the log of a sidecar',
    builder: (parser: Argv) =>
      parser
        .usage(HELP)
        .positional('file', { type: 'string', describe: 'What kubectl logs printed' })
        .options({
          json: {
            type: 'boolean',
            describe: 'Print the report as JSON; several as JSON lines, one report each',
          },
          html: {
            type: 'string',
            requiresArg: true,
            describe:
              'Write the report as a web page that stands alone; of several the second gets -2 in its name',
          },
          color: VIEW_OPTIONS.color,
        })
        .epilogue(EPILOGUE),
    handler: (flags: ArgumentsCamelCase) => {
      take(async () => {
        const { runLogs } = await import('./run-logs.ts');
        return runLogs(flags as LogsFlags);
      });
    },
  };
}
