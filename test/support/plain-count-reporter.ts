import { relative } from 'node:path';
import type { AggregatedResult, TestResult } from '@jest/reporters';

type Counted = Pick<
  AggregatedResult,
  | 'numPassedTests'
  | 'numFailedTests'
  | 'numPendingTests'
  | 'numTodoTests'
  | 'numRuntimeErrorTestSuites'
  | 'wasInterrupted'
> & {
  testResults: readonly {
    testFilePath: string;
    testResults: readonly Pick<TestResult['testResults'][number], 'fullName' | 'status'>[];
  }[];
};

/** The last lines of a run: every test that was left out by its name, then the one line a script can read. */
export function plainCount(result: Counted): string[] {
  // A file that cannot be loaded has no tests to count: it is one failure. So is a run that was cut short.
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites + (result.wasInterrupted ? 1 : 0);
  const skipped = result.numPendingTests + result.numTodoTests;
  const names = result.testResults.flatMap((file) =>
    file.testResults
      .filter((test) => ['pending', 'skipped', 'todo', 'disabled'].includes(test.status))
      .map((test) => `skipped: ${test.fullName} (${relative(process.cwd(), file.testFilePath)})`),
  );
  const count = `${result.numPassedTests} passed, ${failed} failed`;
  return [...names, skipped > 0 ? `${count}, ${skipped} skipped` : count];
}

/** Prints the count when jest itself leaves, because jest's own summary comes after every reporter's last word. */
export default class PlainCountReporter {
  onRunComplete(_contexts: unknown, result: AggregatedResult): void {
    process.once('exit', () => process.stdout.write(`\n${plainCount(result).join('\n')}\n`));
  }
}
