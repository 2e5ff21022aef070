/** The services of this folder on one Python, each with the sets of libraries that its header names; on asyncio's loop or on uvloop. */
import { readFileSync } from 'node:fs';
import { test } from '@jest/globals';
import type { LibrarySet } from '../../scripts/library-venvs.ts';
import { libraryPython, librarySets } from '../../scripts/library-venvs.ts';
import { isInShare } from '../matrix/slice.ts';
import { testColumn } from '../matrix/verdicts.ts';
import { readPrograms } from '../support/program-headers.ts';
import { pythonNamed } from '../support/pythons.ts';
import { IS_SLICE } from '../support/slice.ts';

/** The one whose libraries CI has, and runs all of. */
const ALWAYS = '3.12';

/** On uvloop with the sets that have it, and without the services whose library chooses their loop. */
export function testServices(pythonName: string, { onUvloop = false } = {}): void {
  const python = pythonNamed(pythonName);
  const programs = readPrograms(import.meta.dirname).filter((one) => !(onUvloop && one.choosesLoop));
  const loop = onUvloop ? '+uvloop' : '';
  for (const set of librarySets(pythonName).filter((one) => !onUvloop || hasUvloop(one))) {
    const path = libraryPython(set, pythonName);
    if (python === null || path === null) {
      test.skip(`libraries ${set.name} for Python ${pythonName} are not on this machine (node scripts/library-venvs.ts)`, () =>
        undefined);
      continue;
    }
    testColumn({
      name: `${pythonName}${loop} ${set.name}`,
      // The name has it started on uvloop.
      python: { ...python, path, name: `${pythonName}${loop}` },
      programs: programs.filter(
        (one) =>
          one.sets.includes(set.name) &&
          one.runsOn(python) &&
          (!IS_SLICE || isInShare(one.name, set.name) || (pythonName === ALWAYS && !onUvloop)),
      ),
    });
  }
}

function hasUvloop({ requirements }: LibrarySet): boolean {
  return /^uvloop==/m.test(readFileSync(requirements, 'utf8'));
}
