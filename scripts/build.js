/**
 * Bundles src/cli.ts into dist/straggler.js and the parts that it loads when a command needs them. The bundle needs no
 * node_modules and starts faster than the sources.
 * Plain JavaScript, because `npm ci` runs it (with --if-possible) under whatever Node the machine has.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const ifPossible = process.argv.includes('--if-possible');

/** Bundled CommonJS packages ask for `require`, which ES modules lack. */
const banner =
  "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);";

async function build() {
  if (!existsSync(resolve(root, 'src/cli.ts'))) return 'src/cli.ts is not here';
  const esbuild = await import('esbuild').catch(() => null);
  if (esbuild === null) return 'esbuild is not installed (a development dependency)';
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: { straggler: 'src/cli.ts' },
    outdir: 'dist',
    chunkNames: 'part-[hash]',
    bundle: true,
    // What a command does not need is not even parsed.
    splitting: true,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Names stay as they are: esbuild's way to keep short names and long ones costs a call for each function.
    minifyWhitespace: true,
    minifySyntax: true,
    alias: { 'string-width': resolve(root, 'scripts/bundle/plain-width.js') },
    legalComments: 'linked',
    banner: { js: banner },
    logLevel: 'warning',
  });
  removeOthers(Object.keys(metafile.outputs));
  return null;
}

/** Parts of earlier bundles: their names change with what is in them. */
function removeOthers(written) {
  const kept = new Set(written.map((path) => basename(path)));
  for (const name of readdirSync(resolve(root, 'dist')).filter((file) => !kept.has(file)))
    rmSync(resolve(root, 'dist', name), { force: true, recursive: true });
}

const obstacle = await build();
if (obstacle !== null) {
  console.error(`Nothing was bundled: ${obstacle}`);
  process.exitCode = ifPossible ? 0 : 1;
}
