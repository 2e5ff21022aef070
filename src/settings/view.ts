/** What every command shares: how to look, and where the report goes. */

import type { Surroundings } from './environment.ts';
import { UsageError } from './usage-error.ts';
import { parseChoice } from './values.ts';

export type Format = 'text' | 'json' | 'html' | 'junit' | 'sarif';
const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

export interface FileOutput {
  path: string;
  format: Format;
  /** Written at every revision, not only at the end. */
  everyRevision: boolean;
}

export interface ViewSettings {
  /** What goes to standard output. */
  stdout: 'text' | 'json';
  files: readonly FileOutput[];
  text: { color: boolean; width: number };
  readSource: boolean;
  /** `path` null: look for it on `searchPath`. */
  pySpy: { use: boolean; path: string | null; searchPath: string };
  log: { level: LogLevel; forPeople: boolean };
}

/** As yargs hands them over. */
export interface ViewFlags {
  json?: boolean | undefined;
  html?: string | undefined;
  junit?: string | undefined;
  sarif?: string | undefined;
  out?: string | undefined;
  source?: boolean | undefined;
  /** false for --no-py-spy. */
  pySpy?: string | false | undefined;
  /** true for a bare --color, false for --no-color. */
  color?: string | boolean | undefined;
  logLevel?: string | undefined;
}

export function parseView(flags: ViewFlags, surroundings: Surroundings): ViewSettings {
  const { environment } = surroundings;
  return Object.freeze({
    stdout: flags.json === true ? 'json' : 'text',
    files: Object.freeze(parseFiles(flags)),
    text: Object.freeze({ color: parseColor(flags.color, surroundings), width: surroundings.width }),
    readSource: flags.source !== false,
    pySpy: Object.freeze({
      use: flags.pySpy !== false,
      path: parsePath('--py-spy', flags.pySpy === false ? undefined : flags.pySpy) ?? environment.pySpyPath,
      searchPath: environment.searchPath,
    }),
    log: Object.freeze({
      level: parseLogLevel(flags.logLevel, environment.logLevel),
      forPeople: surroundings.stderrIsTerminal,
    }),
  });
}

function parseLogLevel(flag: string | undefined, variable: string | null): LogLevel {
  if (flag !== undefined) return parseChoice('--log-level', flag, LOG_LEVELS);
  return variable === null ? 'info' : parseChoice('STRAGGLER_LOG_LEVEL', variable, LOG_LEVELS);
}

function parseFiles(flags: ViewFlags): FileOutput[] {
  const files: FileOutput[] = [];
  const add = (path: string | null, format: Format, everyRevision: boolean) => {
    if (path !== null) files.push(Object.freeze({ path, format, everyRevision }));
  };
  const out = parsePath('--out', flags.out);
  add(out, out === null ? 'json' : formatOf(out), true);
  add(parsePath('--html', flags.html), 'html', false);
  add(parsePath('--junit', flags.junit), 'junit', false);
  add(parsePath('--sarif', flags.sarif), 'sarif', false);
  const paths = files.map(({ path }) => path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new UsageError(`${twice} is named for two outputs: each needs its own file`);
  return files;
}

/** By extension; a report without one is JSON. */
export function formatOf(path: string): Format {
  if (/\.html?$/i.test(path)) return 'html';
  if (/\.txt$/i.test(path)) return 'text';
  if (/\.xml$/i.test(path)) return 'junit';
  return /\.sarif(\.json)?$/i.test(path) ? 'sarif' : 'json';
}

export function parsePath(flag: string, path: string | undefined): string | null {
  if (path === '') throw new UsageError(`${flag} takes the path of a file`);
  return path ?? null;
}

function parseColor(flag: string | boolean | undefined, surroundings: Surroundings): boolean {
  const choice =
    typeof flag === 'string' && flag !== ''
      ? parseChoice('--color', flag, ['auto', 'always', 'never'])
      : colorChoice(flag);
  if (choice !== 'auto') return choice === 'always';
  return surroundings.stdoutIsTerminal && !surroundings.environment.plainTerminal;
}

function colorChoice(flag: string | boolean | undefined): 'auto' | 'always' | 'never' {
  if (flag === undefined) return 'auto';
  return flag === false ? 'never' : 'always';
}
