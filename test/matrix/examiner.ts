/**
 * The process that makes the verdicts of a file of tests. In jest's own, where all modules run in contexts of its making, looks
 * at eight programs at once held the process for seconds, up to 27, and programs ended unseen; in one of plain Node they do not.
 */
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import type { Program } from '../support/program-headers.ts';
import { readPrograms } from '../support/program-headers.ts';
import type { TestPython } from '../support/pythons.ts';
import type { Way } from './examine.ts';
import type { MatrixCell } from './matrix.ts';

interface Job {
  id: number;
  folder: string;
  program: string;
  python: TestPython;
  way: Way;
}

interface Answer {
  id: number;
  cell: MatrixCell;
}

const SCRIPT = resolve(import.meta.dirname, 'examiner.ts');

/** The test's end of it. */
export class Examiner {
  #child: ChildProcess | null = null;
  readonly #waiting = new Map<number, { program: Program; answered(cell: MatrixCell): void }>();
  #jobs = 0;

  examine(program: Program, python: TestPython, way: Way): Promise<MatrixCell> {
    this.#child ??= this.#start();
    const child = this.#child;
    this.#jobs += 1;
    const id = this.#jobs;
    const job: Job = { id, folder: dirname(program.path), program: program.name, python, way };
    return new Promise((answered) => {
      this.#waiting.set(id, { program, answered });
      child.send(job);
    });
  }

  stop(): void {
    this.#child?.disconnect();
    this.#child = null;
  }

  #start(): ChildProcess {
    const child = fork(SCRIPT, [], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      // jest's own copy, to which tests add.
      env: process.env,
    });
    child.on('message', (message) => {
      const { id, cell } = message as Answer;
      this.#waiting.get(id)?.answered(cell);
      this.#waiting.delete(id);
    });
    child.on('exit', (code, signal) => {
      const failure = `the process that makes the verdicts ended with ${signal ?? code}`;
      for (const { program, answered } of this.#waiting.values())
        answered({
          program: program.name,
          isLater: program.isLater,
          problems: [],
          failure,
          isSecondTry: false,
          score: null,
        });
      this.#waiting.clear();
    });
    return child;
  }
}

/** Its own end: jobs come from the parent, and with the parent it ends. */
async function serve(): Promise<void> {
  const { endExamined, examine } = await import('./examine.ts');
  const folders = new Map<string, Map<string, Program>>();
  const programOf = (folder: string, name: string): Program | undefined => {
    let programs = folders.get(folder);
    if (programs === undefined) {
      programs = new Map(readPrograms(folder).map((one) => [one.name, one]));
      folders.set(folder, programs);
    }
    return programs.get(name);
  };
  process.on('message', async (message) => {
    const { id, folder, program: name, python, way } = message as Job;
    const program = programOf(folder, name);
    if (program === undefined) throw new Error(`there is no program ${name} in ${folder}`);
    const answer: Answer = { id, cell: await examine(program, python, way) };
    process.send?.(answer);
  });
  process.on('disconnect', () => {
    endExamined();
    process.exit();
  });
}

if (import.meta.main) await serve();
