/** The command line: words in, exit status out. Commands load what they need when they run. */

import type { Argv, CommandModule } from 'yargs';
import yargs from 'yargs';
import { NO_COMMAND } from '../settings/drill.ts';
import { UsageError } from '../settings/usage-error.ts';
import type { ExitStatus } from '../shutdown/outcome.ts';
import { EXIT } from '../shutdown/outcome.ts';
import type { Run, Take } from './take.ts';

const MAX_WIDTH = 100;

import { collectorCommand } from './collector.ts';
import { drillCommand } from './drill.ts';
import { dumpCommand } from './dump.ts';
import { explainCommand } from './explain.ts';
import { hangsCommand } from './hangs.ts';
import { logsCommand } from './logs.ts';
import { overview, USAGE } from './overview.ts';
import { preflightCommand } from './preflight.ts';
import { reportCommand } from './report.ts';
import { reportsCommand } from './reports.ts';
import { stopCommand } from './stop.ts';
import { uiCommand } from './ui.ts';
import { ownVersion } from './version.ts';
import { watchCommand } from './watch.ts';

/** What stands after -- is not for yargs to know. */
const DRILL = 'drill [options] -- COMMAND…';

/** `program`: what it was called by, for its help: `straggler`, or `kubectl straggler`. */
export async function main(words: readonly string[], program: string): Promise<ExitStatus> {
  try {
    return await choose(words, program)();
  } catch (error) {
    const [{ failureOf }, { say }] = await Promise.all([import('./failures.ts'), import('./messages.ts')]);
    const failure = failureOf(error);
    say(failure.text);
    return failure.status;
  }
}

/**
 * What the words ask for; nothing more when yargs has answered already (--help). A command that is named has a parser
 * of its own, and runs after that has done: else yargs would compose its whole help first.
 */
function choose(words: readonly string[], program: string): Run {
  const { own, command } = splitAtCommand(words);
  let chosen: Run = () => Promise.resolve(EXIT.inTime);
  const take: Take = (run) => {
    chosen = run;
  };
  const commands = new Map([
    ['dump', dumpCommand(take)],
    ['stop', stopCommand(take)],
    ['drill', drillCommand(take, command)],
    ['explain', explainCommand(take, program)],
    ['watch', watchCommand(take)],
    ['preflight', preflightCommand(take)],
    ['logs', logsCommand(take)],
    ['hangs', hangsCommand(take, program)],
    ['reports', reportsCommand(take, program)],
    ['report', reportCommand(take, program)],
    ['ui', uiCommand(take, program)],
    ['collector', collectorCommand(take)],
  ]);
  const name = own[0] ?? '';
  const named = commands.get(name);
  if (named === undefined) parseOverview(own, program, commands);
  else {
    const module = { ...named, command: String(named.command).replace(name, '$0'), describe: false } as const;
    parser(own.slice(1), `${program} ${name === 'drill' ? DRILL : name}`)
      .command(module)
      .parseSync();
  }
  return chosen;
}

/** --help, --version, and what is no command. */
function parseOverview(
  words: readonly string[],
  program: string,
  commands: ReadonlyMap<string, CommandModule>,
): void {
  const all = parser(words, program)
    .usage(USAGE)
    .epilogue(overview(program, commands))
    .version(ownVersion())
    .hide('help')
    .hide('version');
  for (const command of commands.values()) all.command({ ...command, describe: false });
  all.demandCommand(1, `say what to do: ${[...commands.keys()].join(', ')}`).parseSync();
}

function parser(words: readonly string[], scriptName: string): Argv {
  return yargs([...words])
    .scriptName(scriptName)
    .strict()
    .version(false)
    .help()
    .alias('help', 'h')
    .wrap(asksForHelp(words) ? Math.min(MAX_WIDTH, process.stdout.columns || MAX_WIDTH) : MAX_WIDTH)
    .parserConfiguration({
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'duplicate-arguments-array': false,
      'dot-notation': false,
    })
    .exitProcess(false)
    .fail((message, error) => {
      // yargs' own refusals come with an error of its own, too.
      throw error === undefined || error.name === 'YError' ? new UsageError(message) : error;
    });
}

/** What follows the first `--` of `drill` is another program's command line: none of it is for Straggler to read. */
function splitAtCommand(words: readonly string[]): { own: readonly string[]; command: readonly string[] } {
  if (words[0] !== 'drill') return { own: words, command: [] };
  const dashes = words.includes('--') ? words.indexOf('--') : words.length;
  const own = words.slice(0, dashes);
  if (dashes === words.length && !asksForHelp(own)) throw new UsageError(NO_COMMAND);
  return { own, command: words.slice(dashes + 1) };
}

function asksForHelp(words: readonly string[]): boolean {
  return words.includes('--help') || words.includes('-h');
}
