/** Runs every program on one Python, stops it as `straggler stop` does, and tests what the report says. */

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Limit } from '../support/limit.ts';
import type { Program } from '../support/program-headers.ts';
import { readPrograms } from '../support/program-headers.ts';
import type { TestPython } from '../support/pythons.ts';
import { pythonNamed } from '../support/pythons.ts';
import { IS_SLICE } from '../support/slice.ts';
import type { Way } from './examine.ts';
import { Examiner } from './examiner.ts';
import type { MatrixCell } from './matrix.ts';
import { isRight, saveColumn } from './matrix.ts';
import { isInSlice } from './slice.ts';

/** Matches the names of those to try. */
const FILTER = new RegExp(process.env['STRAGGLER_PROGRAMS'] ?? '');
/** They mostly wait. */
const AT_ONCE = Number(process.env['STRAGGLER_AT_ONCE'] ?? 8);
/**
 * A machine that is too busy to let a program reach its state in time gets a second try when the others are done; it is
 * said so. A verdict that is wrong is wrong twice.
 */
const AT_ONCE_AGAIN = 2;
/** Each test waits for its turn among all. */
const TEST_TIMEOUT_MS = 1_800_000;

/** One for all columns of a file. */
const examiner = new Examiner();
let columnsLeft = 0;

export function testVerdicts(pythonName: string, way: Way = 'stopped'): void {
  const column = way === 'stopped' ? pythonName : `${pythonName} joined`;
  const python = pythonNamed(pythonName);
  if (python === null) {
    test.skip(`Python ${pythonName} is not on this machine`, () => undefined);
    return;
  }
  const programs = readPrograms().filter(
    (one) =>
      one.runsOn(python) &&
      (way === 'stopped' || one.isToldWhenJoined) &&
      (!IS_SLICE || isInSlice(one, column)),
  );
  testColumn({ name: column, python, programs, way });
}

export interface Column {
  name: string;
  python: TestPython;
  programs: readonly Program[];
  way?: Way;
  atOnce?: number;
}

export function testColumn(wantedColumn: Column): void {
  const { name: column, python, programs, way = 'stopped', atOnce = AT_ONCE } = wantedColumn;
  const wanted = programs.filter((one) => FILTER.test(one.name));
  const cells = new Map<string, Promise<MatrixCell>>();
  columnsLeft += 1;
  beforeAll(() => {
    const limit = limitOf(atOnce);
    const quiet = limitOf(AT_ONCE_AGAIN);
    const firsts = wanted.map((program) => ({
      program,
      first: limit.run(() => examiner.examine(program, python, way)),
    }));
    const allFirsts = Promise.all(firsts.map(({ first }) => first));
    const settle = async (program: Program, first: MatrixCell): Promise<MatrixCell> => {
      if (isRight(first) || program.isLater) return first;
      await allFirsts;
      saySecondTry(program, python, first);
      return { ...(await quiet.run(() => examiner.examine(program, python, way))), isSecondTry: true };
    };
    for (const { program, first } of firsts)
      cells.set(
        program.name,
        first.then((cell) => settle(program, cell)),
      );
  });
  afterAll(async () => {
    saveColumn(column, await Promise.all(cells.values()));
    columnsLeft -= 1;
    if (columnsLeft === 0) examiner.stop();
  });
  for (const program of wanted) {
    test(
      `${program.name} on ${column}`,
      async () => {
        const cell = await cells.get(program.name);
        if (cell?.failure != null) throw new Error(cell.failure);
        if (!program.isLater) expect(cell?.problems).toEqual([]);
      },
      TEST_TIMEOUT_MS,
    );
  }
}

/** A file of tests may have several columns, which begin together: they share it. */
const limits = new Map<number, Limit>();

function limitOf(atOnce: number): Limit {
  const limit = limits.get(atOnce) ?? new Limit(atOnce);
  limits.set(atOnce, limit);
  return limit;
}

function saySecondTry(program: Program, python: TestPython, first: MatrixCell): void {
  const why = first.failure ?? first.problems.join('; ');
  process.stderr.write(`second try of ${program.name} on ${python.name}: ${why}\n`);
}
