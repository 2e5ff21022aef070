/**
 * A slice of program × Python: each program on 3.12, or on the first Python that it is for, and on some of the others, chosen
 * by its name so that all of them together cover every Python alike. `npm test` and `npm run accuracy` run everything;
 * STRAGGLER_MATRIX=slice, as in CI, this.
 */
import { createHash } from 'node:crypto';
import type { Program } from '../support/program-headers.ts';
import { MINORS } from '../support/pythons.ts';

/** As most services run today, and as the libraries are tested on. */
const ALWAYS = '3.12';
/** Of the other columns, each program is in one of so many. */
const ONE_IN = 10;

export function isInSlice(program: Pick<Program, 'name' | 'runsOn'>, column: string): boolean {
  const minors: readonly string[] = MINORS.filter((name) => program.runsOn({ name, minor: minorOf(name) }));
  const always = minors.includes(ALWAYS) ? ALWAYS : minors[0];
  return column === always || isInShare(program.name, column);
}

/** The same of a name and a column at each run. */
export function isInShare(program: string, column: string): boolean {
  return createHash('sha256').update(`${program} ${column}`).digest().readUInt32BE() % ONE_IN === 0;
}

function minorOf(name: string): number {
  return Number(name.split('.')[1]);
}
