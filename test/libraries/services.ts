/** The services of this folder on one Python, each with the sets of libraries that its header names. */
import { test } from '@jest/globals';
import { libraryPython, librarySets } from '../../scripts/library-venvs.ts';
import { testColumn } from '../matrix/verdicts.ts';
import { readPrograms } from '../support/program-headers.ts';
import { pythonNamed } from '../support/pythons.ts';

export function testServices(pythonName: string): void {
  const python = pythonNamed(pythonName);
  const programs = readPrograms(import.meta.dirname);
  for (const set of librarySets(pythonName)) {
    const path = libraryPython(set, pythonName);
    if (python === null || path === null) {
      test.skip(`libraries ${set.name} for Python ${pythonName} are not on this machine (node scripts/library-venvs.ts)`, () =>
        undefined);
      continue;
    }
    testColumn({
      name: `${pythonName} ${set.name}`,
      python: { ...python, path },
      programs: programs.filter((one) => one.sets.includes(set.name) && one.runsOn(python)),
    });
  }
}
