/** Settings of `straggler logs`. */
import type { Surroundings } from './environment.ts';
import type { ViewFlags, ViewSettings } from './view.ts';
import { parsePath, parseView } from './view.ts';

export interface LogsSettings {
  /** null: standard input. */
  file: string | null;
  stdout: ViewSettings['stdout'];
  html: string | null;
  text: ViewSettings['text'];
}

export interface LogsFlags extends Pick<ViewFlags, 'json' | 'html' | 'color'> {
  file?: string | undefined;
}

export function parseLogs(flags: LogsFlags, surroundings: Surroundings): LogsSettings {
  const { json, color } = flags;
  const { stdout, text } = parseView({ json, color }, surroundings);
  return Object.freeze({
    // A dash, for standard input, is an empty text when it has come through yargs.
    file: flags.file === undefined || flags.file === '' ? null : flags.file,
    stdout,
    html: parsePath('--html', flags.html),
    text,
  });
}
