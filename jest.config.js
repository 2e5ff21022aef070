/** @type {import('jest').Config} */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript' },
          target: 'es2024',
          // `with { type: 'json' }`, which Node insists on
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  setupFilesAfterEnv: ['<rootDir>/test/support/second-try.ts'],
  reporters: [
    'default',
    '<rootDir>/test/support/matrix-reporter.ts',
    '<rootDir>/test/support/plain-count-reporter.ts',
  ],
  // The tests mostly wait for real processes, so both cores of a small machine can be given away.
  maxWorkers: '100%',
  testTimeout: 30_000,
};
