/**
 * Straggler's own log: on standard error, JSON for machines, one short line for a person at a terminal. Written at
 * once (synchronously), so that the last line before an end is not lost. Reports and refusals are no log.
 */
import { writeSync } from 'node:fs';
import type { Logger } from 'pino';
import type { ViewSettings } from './view.ts';

export type Log = Logger;

const STDERR = 2;

/** pino is loaded only when a command has something to say. */
export async function openLog({ level, forPeople }: ViewSettings['log']): Promise<Log> {
  const { pino, stdTimeFunctions } = await import('pino');
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, { write: (line) => writeLine(forPeople ? lineForPeople(line) : line) });
}

function lineForPeople(line: string): string {
  const { msg } = JSON.parse(line) as { msg?: string };
  return `straggler: ${msg ?? ''}\n`;
}

/** When nobody reads standard error any more, that must not end the watch. */
function writeLine(line: string): void {
  try {
    writeSync(STDERR, line);
  } catch {
    return;
  }
}
