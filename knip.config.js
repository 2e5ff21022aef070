export default {
  entry: [
    'src/cli.ts',
    'scripts/*.{ts,js}',
    // Named by the bundler's options, not imported.
    'scripts/bundle/*.js',
    'test/**/*.test.ts',
    'test/support/*.ts',
  ],
  project: ['src/**/*.ts', 'scripts/**/*.{ts,js}', 'test/**/*.ts'],
  // unshare of util-linux makes a small world for `npm run record`; the benchmark uses strace where it is installed, and
  // tests of TLS use openssl. mkfifo is of coreutils.
  ignoreBinaries: ['unshare', 'strace', 'openssl', 'mkfifo'],
};
