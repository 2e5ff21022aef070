/** `straggler explain`: its options and its help. */

import type { ArgumentsCamelCase, Argv, CommandModule } from 'yargs';
import { VIEW_OPTIONS } from './options.ts';
import type { ExplainFlags } from './run-explain.ts';
import type { Take } from './take.ts';

const HELP = `Prints the page of a cause: what it is, how to recognise it, code before and after, and what
is not to blame. Without a CAUSE it lists all of them. Nothing is fetched: the pages are
part of Straggler.

CAUSE is the code that a report, an alert or a hang has, such as cancel-swallowed.`;

const epilogue = (program: string) => `Examples
  ${program} explain
  ${program} explain cancel-swallowed
  ${program} explain loop-blocked | less

Exit status
  0  it was printed
  2  there is no such cause
  3  this Straggler was installed without its pages`;

export function explainCommand(take: Take, program: string): CommandModule {
  return {
    command: 'explain [cause]',
    describe: 'Say what a cause is, and what to change',
    builder: (parser: Argv) =>
      parser
        .usage(HELP)
        .positional('cause', { type: 'string', describe: 'Code of the cause' })
        .options({ color: VIEW_OPTIONS.color })
        .epilogue(epilogue(program)),
    handler: (flags: ArgumentsCamelCase) => {
      take(async () => {
        const { runExplain } = await import('./run-explain.ts');
        return runExplain(flags as ExplainFlags, program);
      });
    },
  };
}
