/** Runs every program on one Python, stops it as `straggler stop` does, and tests what the report says. */

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Limit } from '../support/limit.ts';
import type { Program } from '../support/program-headers.ts';
import { readPrograms } from '../support/program-headers.ts';
import type { TestPython } from '../support/pythons.ts';
import { pythonNamed } from '../support/pythons.ts';
import type { RunningProgram } from '../support/run-program.ts';
import { startProgram } from '../support/run-program.ts';
import { IS_SLICE } from '../support/slice.ts';
import type { ReportedStop } from './judge.ts';
import { judge } from './judge.ts';
import type { MatrixCell } from './matrix.ts';
import { isRight, saveColumn } from './matrix.ts';
import type { Score } from './score.ts';
import { scoreOf } from './score.ts';
import { isInSlice } from './slice.ts';
import type { Limits } from './stop.ts';
import { joinHere, stopByCommand, stopHere } from './stop.ts';

/** Matches the names of those to try. */
const FILTER = new RegExp(process.env['STRAGGLER_PROGRAMS'] ?? '');
/** The command line itself instead of the same parts in this process: slower by its start. */
const stopNow = process.env['STRAGGLER_BY_COMMAND'] === undefined ? stopHere : stopByCommand;
type Stop = (pid: number, limits: Limits) => Promise<ReportedStop>;
/** They mostly wait. */
const AT_ONCE = Number(process.env['STRAGGLER_AT_ONCE'] ?? 8);
/**
 * A machine that is too busy to let a program reach its state in time gets a second try when the others are done; it is
 * said so. A verdict that is wrong is wrong twice.
 */
const AT_ONCE_AGAIN = 2;
/** Each test waits for its turn among all. */
const TEST_TIMEOUT_MS = 1_800_000;

const running = new Set<RunningProgram>();

/** stopped: Straggler looks, and signals. joined: somebody else has signalled before its first look, as in a pod. */
type Way = 'stopped' | 'joined';

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
  testColumn({ name: column, python, programs, stop: way === 'stopped' ? stopNow : joinHere });
}

export interface Column {
  name: string;
  python: TestPython;
  programs: readonly Program[];
  stop?: Stop;
  atOnce?: number;
}

export function testColumn(wantedColumn: Column): void {
  const { name: column, python, programs, stop = stopNow, atOnce = AT_ONCE } = wantedColumn;
  const wanted = programs.filter((one) => FILTER.test(one.name));
  const cells = new Map<string, Promise<MatrixCell>>();
  beforeAll(() => {
    const limit = limitOf(atOnce);
    const quiet = limitOf(AT_ONCE_AGAIN);
    const loaded = loadAll(wanted, python, stop);
    const firsts = wanted.map((program) => ({
      program,
      first: limit.run(async () => {
        await loaded;
        return examineOnce(program, python, stop);
      }),
    }));
    const allFirsts = Promise.all(firsts.map(({ first }) => first));
    const settle = async (program: Program, first: MatrixCell): Promise<MatrixCell> => {
      if (isRight(first) || program.isLater) return first;
      await allFirsts;
      saySecondTry(program, python, first);
      return { ...(await quiet.run(() => examineOnce(program, python, stop))), isSecondTry: true };
    };
    for (const { program, first } of firsts)
      cells.set(
        program.name,
        first.then((cell) => settle(program, cell)),
      );
  });
  afterAll(async () => {
    for (const one of running) one.end();
    saveColumn(column, await Promise.all(cells.values()));
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

/**
 * What a verdict needs is loaded when the first one is made, and jest translates it then: in a fresh checkout that holds this
 * process for seconds, in which no other program's end would be noticed. So the first is made for nothing.
 */
async function loadAll(programs: readonly Program[], python: TestPython, stop: Stop): Promise<void> {
  const hanging = programs.find((one) => one.outcomes.includes('hung'));
  if (hanging !== undefined) await examineOnce(hanging, python, stop);
}

function saySecondTry(program: Program, python: TestPython, first: MatrixCell): void {
  const why = first.failure ?? first.problems.join('; ');
  process.stderr.write(`second try of ${program.name} on ${python.name}: ${why}\n`);
}

async function examineOnce(program: Program, python: TestPython, stop: Stop): Promise<MatrixCell> {
  const cell = { program: program.name, isLater: program.isLater, isSecondTry: false };
  try {
    const { problems, score } = await stopAndJudge(program, python, stop);
    return { ...cell, problems, failure: null, score };
  } catch (error) {
    return { ...cell, problems: [], failure: (error as Error).message, score: null };
  }
}

interface Judged {
  problems: string[];
  score: Score;
}

async function stopAndJudge(program: Program, python: TestPython, stop: Stop): Promise<Judged> {
  const service = await startProgram(program, python);
  running.add(service);
  try {
    const report = await stop(service.pid, program);
    const problems = judge(program, python, report);
    // Told by this test's own eyes, so that a tool which is wrong about the end cannot confirm itself.
    if (service.isAlive() !== program.outcomes.includes('hung')) {
      problems.push(`the program itself ${service.isAlive() ? 'hangs' : 'has ended'}\n${service.stderr()}`);
    }
    return { problems, score: scoreOf(program, python, report) };
  } finally {
    running.delete(service);
    service.end();
  }
}
