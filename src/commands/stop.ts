/** `straggler stop`: its options and its help. */

import type { ArgumentsCamelCase, Argv, CommandModule } from 'yargs';
import type { StopFlags } from '../settings/stop.ts';
import { VIEW_OPTIONS, WATCH_OPTIONS, WATCH_STATUSES } from './options.ts';
import type { Take } from './take.ts';

const HELP = `Sends SIGTERM to a Python process, watches until it has exited or the grace period is
over, and says which task, thread or process kept it, on which line, and what to change.
It sends no other signal: a process that hangs is left as it is.

PID may be a shell or launcher with one Python below it: the signal goes to PID, as the
kubelet sends it to the first process of a container, and the Python is watched.
Nothing is sent when Straggler could not look at the process.`;

const EPILOGUE = `Examples
  straggler stop 4711 --grace 5
  straggler stop 4711 --json --out /tmp/report.html

${WATCH_STATUSES}`;

export function stopCommand(take: Take): CommandModule {
  return {
    command: 'stop [pid]',
    describe: 'Send SIGTERM to a process, watch, and say what kept it',
    builder: (parser: Argv) =>
      parser
        .usage(HELP)
        .positional('pid', { type: 'string', describe: 'Process id' })
        .options({ ...WATCH_OPTIONS, ...VIEW_OPTIONS })
        .epilogue(EPILOGUE),
    handler: (flags: ArgumentsCamelCase) => {
      take(async () => {
        const { runStop } = await import('./run-stop.ts');
        return runStop(flags as StopFlags);
      });
    },
  };
}
