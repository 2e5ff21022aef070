export default {
  entry: [
    'src/cli.ts',
    'scripts/*.{ts,js}',
    // Named by the bundler's options, not imported.
    'scripts/bundle/*.js',
    // Started as threads and processes of their own.
    'src/collector/intake/reading/worker.ts',
    'src/collector/store/database/sqlite/thread.ts',
    'scripts/load/*-process.ts',
    // Run by the Dockerfile.
    'scripts/image/root-file-system.ts',
    'test/**/*.test.ts',
    'test/e2e/**/*.e2e.ts',
    'test/support/*.ts',
  ],
  project: ['src/**/*.ts', 'scripts/**/*.{ts,js}', 'test/**/*.ts'],
  // unshare of util-linux makes a small world for `npm run record`; the benchmark uses strace where it is installed, and
  // tests of TLS use openssl. mkfifo is of coreutils; ldd, dpkg, apt-get and strip are Debian's.
  // prometheus and promtool are of Debian's package prometheus. xdg-open is of whoever has a desktop.
  ignoreBinaries: [
    'unshare',
    'strace',
    'openssl',
    'mkfifo',
    'ldd',
    'dpkg',
    'apt-get',
    'strip',
    'prometheus',
    'promtool',
    'xdg-open',
  ],
};
