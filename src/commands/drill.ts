/** `straggler drill`: its options and its help. */

import type { ArgumentsCamelCase, Argv, CommandModule } from 'yargs';
import type { DrillFlags } from '../settings/drill.ts';
import { VIEW_OPTIONS, WATCH_OPTIONS, WATCH_STATUSES } from './options.ts';
import type { Take } from './take.ts';

const HELP = `Starts a program, waits until it is ready, sends SIGTERM to it, watches until the Python
in it has exited or the grace period is over, says what kept it, and ends what is left.
For a CI job: does this service stop in time? What the program prints goes to standard error.

Ready is what --ready, --ready-port or --ready-after say. Without any of them: a Python
runs in it that is quiet (no CPU used for 0.2 s) and has a handler for SIGTERM or waits in
a selector; or a Python has run for 2 s.`;

const EPILOGUE = `Examples
  straggler drill -- python app.py
  straggler drill --grace 10 --ready 'Uvicorn running' -- uvicorn app:app --port 8000
  straggler drill --ready-port 8000 --junit drill.xml --fail-slow -- ./start.sh

${WATCH_STATUSES}
     For a drill also: the command cannot be started, does not get ready, or ends before
     the signal was due.`;

const text = (describe: string) => ({ type: 'string', requiresArg: true, describe }) as const;

export function drillCommand(take: Take, command: readonly string[]): CommandModule {
  return {
    command: 'drill',
    describe: 'Start a program, stop it, and say what kept it',
    builder: (parser: Argv) =>
      parser
        .usage(HELP)
        .options({
          ready: text('Ready when a line of its output matches this regular expression'),
          'ready-port': text('Ready when this local TCP port accepts a connection'),
          'ready-after': text('Ready this many seconds after its start'),
          'ready-timeout': text('Seconds it may take to get ready [default: 30]'),
          ...WATCH_OPTIONS,
          ...VIEW_OPTIONS,
        })
        .epilogue(EPILOGUE),
    handler: (flags: ArgumentsCamelCase) => {
      take(async () => {
        const { runDrill } = await import('./run-drill.ts');
        return runDrill({ ...(flags as DrillFlags), command });
      });
    },
  };
}
