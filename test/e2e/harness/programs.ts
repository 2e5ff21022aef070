/** The programs that pods run: those of the other tests, and a few that make sense in a pod only. */
import { join, resolve } from 'node:path';
import type { Program } from '../../support/program-headers.ts';
import { PROGRAMS_FOLDER, readProgram } from '../../support/program-headers.ts';

const OWN_FOLDER = resolve(import.meta.dirname, '../programs');

/** A program of `test/programs`. */
export function program(name: string): Program {
  return readProgram(join(PROGRAMS_FOLDER, `${name}.py`));
}

/** A program of `test/e2e/programs`. */
export function podProgram(name: string): Program {
  return readProgram(join(OWN_FOLDER, `${name}.py`));
}

/** A helper of the tests, which no report is about. */
export function helper(file: string): string {
  return join(OWN_FOLDER, file);
}
