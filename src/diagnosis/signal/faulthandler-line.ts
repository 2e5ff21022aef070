/** `faulthandler.register`, which takes a signal behind Python's back (Modules/faulthandler.c: sigaction, and no entry in Python's table). */
import { ownFiles } from '../own-files.ts';
import type { Situation } from '../situation.ts';
import type { Construct } from '../vocabulary.ts';

const REGISTERS = /\bfaulthandler\.register\(/;
const MOST_LINES = 3_000;

/** It keeps no trace in Python's objects: the line that calls it for the signal is looked for in the files that run. */
export function faulthandlerLine(situation: Situation, signal: string): Construct | null {
  for (const file of ownFiles(situation)) {
    if (!situation.mayMention(file, ['faulthandler'])) continue;
    for (let line = 1; line <= MOST_LINES; line += 1) {
      const text = situation.sourceLine(file, line);
      if (text !== null && REGISTERS.test(text) && text.includes(signal))
        return { kind: 'call', text, file, line };
    }
  }
  return null;
}
