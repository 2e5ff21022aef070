import { existsSync } from 'node:fs';

/** Until there is a command, nothing reaches the sources: each file counts as an entry, and unused packages wait. */
const hasCommand = existsSync('src/cli.ts');

export default {
  entry: [
    hasCommand ? 'src/cli.ts' : 'src/**/*.ts',
    'scripts/*.{ts,js}',
    'test/**/*.test.ts',
    'test/support/*.ts',
  ],
  project: ['src/**/*.ts', 'scripts/**/*.{ts,js}', 'test/**/*.ts'],
  exclude: hasCommand ? [] : ['dependencies'],
};
