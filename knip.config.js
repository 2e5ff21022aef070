export default {
  entry: [
    'src/cli.ts',
    'scripts/*.{ts,js}',
    // Named by the bundler's options, not imported.
    'scripts/bundle/*.js',
    // Run by the Dockerfile.
    'scripts/image/root-file-system.ts',
    'test/**/*.test.ts',
    'test/e2e/**/*.e2e.ts',
    'test/support/*.ts',
  ],
  project: ['src/**/*.ts', 'scripts/**/*.{ts,js}', 'test/**/*.ts'],
  // unshare of util-linux makes a small world for `npm run record`; the benchmark uses strace where it is installed, and
  // tests of TLS use openssl. mkfifo is of coreutils; ldd, dpkg and strip are those of the image's build.
  ignoreBinaries: ['unshare', 'strace', 'openssl', 'mkfifo', 'ldd', 'dpkg', 'strip'],
};
