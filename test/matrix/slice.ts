/**
 * A slice of program × Python: each program on the first and the last Python that it is for, on 3.12, and on some of the
 * others, chosen by its name so that all of them together cover every Python alike. `npm test` and `npm run accuracy` run
 * everything; STRAGGLER_MATRIX=slice, as in CI, this.
 */
import { createHash } from 'node:crypto';
import type { Program } from '../support/program-headers.ts';
import { MINORS } from '../support/pythons.ts';

/** As most services run today, and as the libraries are tested on. */
const ALWAYS = '3.12';
/** Of the other columns, each program is in one of so many. */
const ONE_IN = 3;

export function isInSlice(program: Pick<Program, 'name' | 'runsOn'>, column: string): boolean {
  const minors = MINORS.filter((name) => program.runsOn({ name, minor: minorOf(name) }));
  if ([minors[0], minors.at(-1), ALWAYS].includes(column as (typeof MINORS)[number])) return true;
  return isOfThird(program.name, column);
}

export function isOfThird(program: string, column: string): boolean {
  return createHash('sha256').update(`${program} ${column}`).digest().readUInt32BE() % ONE_IN === 0;
}

function minorOf(name: string): number {
  return Number(name.split('.')[1]);
}
