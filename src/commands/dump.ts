/** `straggler dump`: its options and its help. */

import type { ArgumentsCamelCase, Argv, CommandModule } from 'yargs';
import type { DumpFlags } from '../settings/dump.ts';
import { VIEW_OPTIONS } from './options.ts';
import type { Take } from './take.ts';

const HELP = `Shows what a Python process is doing now: its threads, every asyncio task with the
chain of awaits down to what it waits for, who waits for whom, and what would hold
up a stop. The process is read while it runs; it gets no signal.

PID may be a shell or launcher with one Python below it: that Python is shown then.`;

const EPILOGUE = `Examples
  straggler dump 4711
  straggler dump $(pgrep -f app.py) --json | jq '.survivors[].name'
  straggler dump 4711 --record hang.straggler    keep what was read, to look at it elsewhere
  straggler dump --replay hang.straggler

A recording holds parts of the process's memory: treat it as secret.

Exit status
  0  the process was looked at
  2  wrong use
  3  Straggler could not look: no such process, not Python, no permission, a Python
     that it cannot read (what can be seen of it is still printed), …`;

export function dumpCommand(take: Take): CommandModule {
  return {
    command: 'dump [pid]',
    describe: 'Show what a process is doing now, and what would hold up its end',
    builder: (parser: Argv) =>
      parser
        .usage(HELP)
        .positional('pid', { type: 'string', describe: 'Process id' })
        .options({
          ...VIEW_OPTIONS,
          budget: { type: 'string', requiresArg: true, describe: 'Seconds a look may take [default: 10]' },
          record: {
            type: 'string',
            requiresArg: true,
            describe: 'Keep what was read of the process in this file',
          },
          replay: { type: 'string', requiresArg: true, describe: 'Look at a recording instead of a process' },
        })
        .epilogue(EPILOGUE),
    handler: (flags: ArgumentsCamelCase) => {
      take(async () => {
        const { runDump } = await import('./run-dump.ts');
        return runDump(flags as DumpFlags);
      });
    },
  };
}
