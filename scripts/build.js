/**
 * Bundles src/cli.ts into one file of dist/, and puts dist/straggler.js beside it, which starts that. The bundle needs no
 * node_modules and starts faster than the sources.
 * Plain JavaScript, because `npm ci` runs it (with --if-possible) under whatever Node the machine has.
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { yargsColumns } from './bundle/yargs-columns.js';

const root = resolve(import.meta.dirname, '..');
const dist = resolve(root, 'dist');
const ifPossible = process.argv.includes('--if-possible');

/** A CommonJS file knows its place by another name. */
const banner = "const bundleUrl = require('node:url').pathToFileURL(__filename).href;";

async function build() {
  if (!existsSync(resolve(root, 'src/cli.ts'))) return 'src/cli.ts is not here';
  const esbuild = await import('esbuild').catch(() => null);
  if (esbuild === null) return 'esbuild is not installed (a development dependency)';
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: { bundle: 'src/cli.ts' },
    entryNames: '[name]-[hash]',
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    metafile: true,
    platform: 'node',
    // What a command does not need is not run, and V8 keeps what it has compiled of a script (not so of modules).
    format: 'cjs',
    target: 'node20',
    define: { 'import.meta.url': 'bundleUrl' },
    // Names stay as they are: esbuild's way to keep short names and long ones costs a call for each function.
    minifyWhitespace: true,
    minifySyntax: true,
    // What yargs needs of these is little, and to load them takes longer than to parse the command line.
    alias: {
      'string-width': resolve(root, 'scripts/bundle/plain-width.js'),
      assert: resolve(root, 'scripts/bundle/plain-assert.js'),
      'node:module': resolve(root, 'scripts/bundle/plain-module.js'),
    },
    legalComments: 'linked',
    plugins: [yargsColumns],
    banner: { js: banner },
    logLevel: 'warning',
  });
  const written = Object.keys(metafile.outputs).map((path) => basename(path));
  writeWhole('package.json', '{ "type": "commonjs" }\n');
  const launcher = readFileSync(resolve(root, 'scripts/bundle/launcher.cjs'), 'utf8');
  const bundle = written.find((name) => name.endsWith('.cjs'));
  writeWhole('straggler.js', launcher.replace('BUNDLE', bundle));
  removeAllBut([...written, 'package.json', 'straggler.js']);
  return null;
}

function writeWhole(name, text) {
  const path = resolve(dist, name);
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** Earlier bundles, and what was compiled of them: names change with what is in them. */
function removeAllBut(kept) {
  for (const name of readdirSync(dist).filter((file) => !kept.includes(file)))
    rmSync(resolve(dist, name), { force: true, recursive: true });
}

const obstacle = await build();
if (obstacle !== null) {
  console.error(`Nothing was bundled: ${obstacle}`);
  process.exitCode = ifPossible ? 0 : 1;
}
