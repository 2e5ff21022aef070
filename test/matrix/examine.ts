/** One program on one Python: started, stopped, and the report compared with its header. */
import type { Program } from '../support/program-headers.ts';
import type { TestPython } from '../support/pythons.ts';
import type { RunningProgram } from '../support/run-program.ts';
import { startProgram } from '../support/run-program.ts';
import type { ReportedStop } from './judge.ts';
import { judge } from './judge.ts';
import type { MatrixCell } from './matrix.ts';
import type { Score } from './score.ts';
import { scoreOf } from './score.ts';
import type { Limits } from './stop.ts';
import { joinHere, stopByCommand, stopHere } from './stop.ts';

/** stopped: Straggler looks, and signals. joined: somebody else has signalled before its first look, as in a pod. */
export type Way = 'stopped' | 'joined';

/** The command line itself instead of the same parts in this process: slower by its start. */
const stopNow = process.env['STRAGGLER_BY_COMMAND'] === undefined ? stopHere : stopByCommand;
const STOPS: Record<Way, (pid: number, limits: Limits) => Promise<ReportedStop>> = {
  stopped: stopNow,
  joined: joinHere,
};

const running = new Set<RunningProgram>();

export async function examine(program: Program, python: TestPython, way: Way): Promise<MatrixCell> {
  const cell = { program: program.name, isLater: program.isLater, isSecondTry: false };
  try {
    const { problems, score } = await stopAndJudge(program, python, way);
    return { ...cell, problems, failure: null, score };
  } catch (error) {
    return { ...cell, problems: [], failure: (error as Error).message, score: null };
  }
}

/** Kills what is under examination still. */
export function endExamined(): void {
  for (const one of running) one.end();
}

interface Judged {
  problems: string[];
  score: Score;
}

async function stopAndJudge(program: Program, python: TestPython, way: Way): Promise<Judged> {
  const service = await startProgram(program, python);
  running.add(service);
  try {
    const report = await STOPS[way](service.pid, program);
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
