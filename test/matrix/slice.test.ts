import { expect, test } from '@jest/globals';
import { readPrograms } from '../support/program-headers.ts';
import { MINORS } from '../support/pythons.ts';
import { isInSlice } from './slice.ts';

const programs = readPrograms();
const plain = MINORS.map((name) => ({ name, minor: Number(name.split('.')[1]) }));

test('every program is in the slice on 3.12, or on the first Python that it is for', () => {
  for (const program of programs) {
    const own = plain.filter((python) => program.runsOn(python));
    const always = own.find(({ name }) => name === '3.12') ?? own[0];
    expect([program.name, isInSlice(program, always?.name ?? '')]).toEqual([program.name, true]);
  }
});

test.each(['3.10', '3.11', '3.13', '3.14', '3.13+uvloop', '3.12 joined'])(
  'the slice has some of the programs on %s, and leaves some out',
  (column) => {
    const inside = programs.filter((program) => isInSlice(program, column));
    expect(inside.length).toBeGreaterThan(programs.length / 12);
    expect(inside.length).toBeLessThan(programs.length / 4);
  },
);
