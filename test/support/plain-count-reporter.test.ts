import { expect, test } from '@jest/globals';
import { plainCount } from './plain-count-reporter.ts';

const nothing = {
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  wasInterrupted: false,
  testResults: [],
};

test('a run without skipped tests ends with passed and failed only', () => {
  expect(plainCount({ ...nothing, numPassedTests: 12, numFailedTests: 2 })).toEqual(['12 passed, 2 failed']);
});

test('a file that cannot be loaded counts as a failure', () => {
  expect(plainCount({ ...nothing, numPassedTests: 3, numRuntimeErrorTestSuites: 1 })).toEqual([
    '3 passed, 1 failed',
  ]);
});

test('a run that was cut short counts as a failure', () => {
  expect(plainCount({ ...nothing, numPassedTests: 3, wasInterrupted: true })).toEqual(['3 passed, 1 failed']);
});

test('tests that did not run are listed by name before the count', () => {
  const testResults = [
    {
      testFilePath: 'test/python/a.test.ts',
      testResults: [
        { fullName: 'reads a task', status: 'passed' as const },
        { fullName: 'reads 3.15', status: 'pending' as const },
        { fullName: 'reads 3.16', status: 'todo' as const },
      ],
    },
  ];
  expect(
    plainCount({ ...nothing, numPassedTests: 1, numPendingTests: 1, numTodoTests: 1, testResults }),
  ).toEqual([
    'skipped: reads 3.15 (test/python/a.test.ts)',
    'skipped: reads 3.16 (test/python/a.test.ts)',
    '1 passed, 0 failed, 2 skipped',
  ]);
});
