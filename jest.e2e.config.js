import unit from './jest.config.js';

/** Pods of a real cluster: `npm run e2e`. One file after the other, so that no more than three pods are there at once. */
/** @type {import('jest').Config} */
export default {
  ...unit,
  testMatch: ['<rootDir>/test/e2e/**/*.e2e.ts'],
  globalSetup: undefined,
  // A node that is busy with another pod's start may be seconds late: said when it happens, and tried once more.
  setupFilesAfterEnv: unit.setupFilesAfterEnv,
  reporters: [['default', { verbose: true }], '<rootDir>/test/support/plain-count-reporter.ts'],
  maxWorkers: 1,
  testTimeout: 240_000,
};
