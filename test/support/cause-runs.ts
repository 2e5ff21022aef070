/** One side of a page, run on a Python and stopped as `straggler stop` does. */
import type { CauseCode } from '../../src/diagnosis/vocabulary.ts';
import { renderText } from '../../src/report/render/text.ts';
import type { Report } from '../../src/report/report.ts';
import { judge } from '../matrix/judge.ts';
import { stopHere } from '../matrix/stop.ts';
import type { Side } from './cause-pages.ts';
import { writeProgram } from './cause-pages.ts';
import type { TestPython } from './pythons.ts';
import { startProgram } from './run-program.ts';

/** As the reader of a page sees it. */
const WIDTH = 100;
const USUAL_PREFIX = '/usr/local';

export interface PageRun {
  /** In words; empty when the page says what happens. */
  problems: string[];
  /** The report's answer: what stands before the details. */
  excerpt: string[];
}

export async function runPage(cause: CauseCode, side: Side, python: TestPython): Promise<PageRun> {
  const { program, end } = writeProgram(cause, side, python);
  try {
    const running = await startProgram(program, python);
    try {
      const report = await stopHere(running.pid, program);
      const problems = judge(program, python, report);
      const text = renderText(report as unknown as Report, { color: false, width: WIDTH });
      return { problems, excerpt: answerOf(text, python) };
    } finally {
      running.end();
    }
  } finally {
    end();
  }
}

/** Up to the fix of the first finding. Paths of a Python's own files are shown where most have it. */
function answerOf(text: string, python: TestPython): string[] {
  const prefix = python.path.replace(/\/bin\/[^/]+$/, '');
  const parts = text.split('\n\n');
  const end = parts.findIndex((part) => part.includes('\n  Fix  ')) + 1;
  return parts
    .slice(0, Math.max(end, 1))
    .join('\n\n')
    .replaceAll(prefix, USUAL_PREFIX)
    .split('\n')
    .map((line) => line.trimEnd());
}
