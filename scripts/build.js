/**
 * Bundles src/cli.ts into dist/straggler.js, which needs no node_modules and starts faster than the sources.
 * Plain JavaScript, because `npm ci` runs it (with --if-possible) under whatever Node the machine has.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const ifPossible = process.argv.includes('--if-possible');

/** Bundled CommonJS packages ask for `require`, which ES modules lack. */
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

async function build() {
  if (!existsSync(resolve(root, 'src/cli.ts'))) return 'src/cli.ts is not here';
  const esbuild = await import('esbuild').catch(() => null);
  if (esbuild === null) return 'esbuild is not installed (a development dependency)';
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['src/cli.ts'],
    outfile: 'dist/straggler.js',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minify: true,
    keepNames: true,
    legalComments: 'linked',
    banner: { js: banner },
    logLevel: 'warning',
  });
  return null;
}

const obstacle = await build();
if (obstacle !== null) {
  console.error(`Nothing was bundled: ${obstacle}`);
  process.exitCode = ifPossible ? 0 : 1;
}
