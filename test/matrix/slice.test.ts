import { expect, test } from '@jest/globals';
import { readPrograms } from '../support/program-headers.ts';
import { MINORS } from '../support/pythons.ts';
import { isInSlice } from './slice.ts';

const programs = readPrograms();
const plain = MINORS.map((name) => ({ name, minor: Number(name.split('.')[1]) }));

test('every program is in the slice on the first and the last Python that it is for', () => {
  for (const program of programs) {
    const own = plain.filter((python) => program.runsOn(python));
    expect([program.name, isInSlice(program, own[0]?.name ?? '')]).toEqual([program.name, true]);
    expect([program.name, isInSlice(program, own.at(-1)?.name ?? '')]).toEqual([program.name, true]);
  }
});

test.each(['3.10', '3.11', '3.13', '3.14', '3.13+uvloop', '3.12 joined'])(
  'the slice has some of the programs on %s, and leaves some out',
  (column) => {
    const inside = programs.filter((program) => isInSlice(program, column));
    expect(inside.length).toBeGreaterThan(programs.length / 5);
    expect(inside.length).toBeLessThan(programs.length / 2);
  },
);
