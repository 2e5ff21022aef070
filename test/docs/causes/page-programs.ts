/** What the pages of the causes show as before and after is run on one Python, and does what they say. */
import { expect, test } from '@jest/globals';
import type { CauseCode } from '../../../src/diagnosis/vocabulary.ts';
import { minorsOf, NOT_RUN, RUN_CAUSES, reportShown } from '../../support/cause-pages.ts';
import { runPage } from '../../support/cause-runs.ts';
import { Limit } from '../../support/limit.ts';
import { pythonNamed } from '../../support/pythons.ts';
import { IS_SLICE } from '../../support/slice.ts';

/** They mostly wait. */
const AT_ONCE = 8;
/** Of a slice (test/support/slice.ts): the others run only what this one cannot. */
const FIRST_CHOICE = { name: '3.12', minor: 12 };
/** Each test waits for its turn among all. */
const TEST_TIMEOUT_MS = 900_000;

/** Pages about other versions than this one are left out; those that are never run are named where `namesNotRun`. */
export function testPages(name: string, { namesNotRun = false } = {}): void {
  for (const [cause, reason] of namesNotRun ? Object.entries(NOT_RUN) : [])
    test.skip(`the page of ${cause} is not run: ${reason}`, () => undefined);
  const python = pythonNamed(name);
  if (python === null) {
    test.skip(`Python ${name} is not on this machine`, () => undefined);
    return;
  }
  const limit = new Limit(AT_ONCE);
  const causes = RUN_CAUSES.filter((cause) => {
    const { first, last } = minorsOf(cause);
    const isFor = (minor: number): boolean => minor >= first && minor <= last;
    return isFor(python.minor) && (!IS_SLICE || name === FIRST_CHOICE.name || !isFor(FIRST_CHOICE.minor));
  });
  if (causes.length === 0) {
    test.skip(`no page is about ${name} alone`, () => undefined);
    return;
  }
  test.concurrent.each(causes)(
    `the program before has %s on ${name}, at the line that is marked`,
    async (cause) => {
      const { problems, excerpt } = await limit.run(() => runPage(cause, 'before', python));
      expect(problems).toEqual([]);
      const shown = reportShown(cause);
      const isSamePython = shown[0]?.includes(`Python 3.${python.minor}.`) === true;
      // `npm run docs:reports` writes it anew.
      if (isSamePython && isTold(cause, excerpt)) expect(mendOf(excerpt)).toEqual(mendOf(shown));
    },
    TEST_TIMEOUT_MS,
  );
  test.concurrent.each(causes)(
    `the program after the mend of %s ends in time on ${name}, and nobody is blamed`,
    async (cause) => {
      expect((await limit.run(() => runPage(cause, 'after', python))).problems).toEqual([]);
    },
    TEST_TIMEOUT_MS,
  );
}

function isTold(cause: CauseCode, report: readonly string[]): boolean {
  return report.some((line) => line.includes(`${cause} · `));
}

/** What to change, as the report says it; numbers are those of the run. */
function mendOf(report: readonly string[]): string[] {
  const start = report.findIndex((line) => line.startsWith('  Fix  '));
  return report.slice(start).map((line) => line.replace(/\d+/g, 'N'));
}
