/**
 * Bundles src/cli.ts into one file of dist/, and puts dist/straggler.js beside it, which starts that. The bundle needs no
 * node_modules and starts faster than the sources. The documents that it shows go with it.
 * Plain JavaScript, because `npm ci` runs it (with --if-possible) under whatever Node the machine has.
 */
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { yargsColumns } from './bundle/yargs-columns.js';

const root = resolve(import.meta.dirname, '..');
const dist = resolve(root, 'dist');
const ifPossible = process.argv.includes('--if-possible');

/** A CommonJS file knows its place by another name. */
const banner = "const bundleUrl = require('node:url').pathToFileURL(__filename).href;";

/** Loaded by the launcher in place of the main bundle. */
const PRESTOP = 'src/commands/sidecar/run-prestop.ts';

/**
 * What speaks with Kubernetes' API, or with a database, is larger than all the rest: files of their own, loaded by the
 * commands that need them. Each holds what it needs once more: an error of it is no instance of the main bundle's class.
 * The preStop hook is the opposite: it stays beside the watcher, within the same memory limit, and needs next to nothing.
 */
const OUTSIDE = {
  prestop: PRESTOP,
  'own-pod': 'src/kubernetes/watch-own-pod.ts',
  cluster: 'src/commands/cluster/open-collector.ts',
  collector: 'src/commands/collector/run-collector.ts',
};

/** Threads that the bundles start, by a name that does not change. */
const WORKERS = {
  'report-worker': 'src/collector/intake/reading/worker.ts',
  'sqlite-thread': 'src/collector/store/database/sqlite/thread.ts',
};

async function bundle(esbuild, entryPoints, { plugins = [], entryNames = '[name]-[hash]' } = {}) {
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints,
    entryNames,
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    metafile: true,
    platform: 'node',
    // What a command does not need is not run, and V8 keeps what it has compiled of a script (not so of modules).
    format: 'cjs',
    target: 'node20',
    // `import()` becomes `require()`: in a vm.Script Node calls it experimental, on standard error, amid the sidecar's log.
    supported: { 'dynamic-import': false },
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
    plugins: [yargsColumns, ...plugins],
    banner: { js: banner },
    logLevel: 'warning',
  });
  const files = Object.keys(metafile.outputs).map((path) => basename(path));
  return { files, entry: files.find((name) => name.endsWith('.cjs')) };
}

/** Leaves source files out of a bundle: they are loaded from the files that were made of them. */
function outside(bundles) {
  const files = new Map(bundles.map(({ source, entry }) => [resolve(root, source), entry]));
  return {
    name: 'outside',
    setup: (build) => {
      build.onResolve({ filter: /\.ts$/ }, ({ path, resolveDir }) => {
        const file = files.get(resolve(resolveDir, path));
        return file === undefined ? undefined : { path: `./${file}`, external: true };
      });
    },
  };
}

async function build() {
  if (!existsSync(resolve(root, 'src/cli.ts'))) return 'src/cli.ts is not here';
  const esbuild = await import('esbuild').catch(() => null);
  if (esbuild === null) return 'esbuild is not installed (a development dependency)';
  const bundles = [];
  for (const [name, source] of Object.entries(OUTSIDE))
    bundles.push({ source, ...(await bundle(esbuild, { [name]: source })) });
  const main = await bundle(esbuild, { bundle: 'src/cli.ts' }, { plugins: [outside(bundles)] });
  const workers = await bundle(esbuild, WORKERS, { entryNames: '[name]' });
  const written = [...bundles, main, workers].flatMap(({ files }) => files);
  writeWhole('package.json', `${JSON.stringify({ type: 'commonjs', version: ownVersion() })}\n`);
  const launcher = readFileSync(resolve(root, 'scripts/bundle/launcher.cjs'), 'utf8');
  const prestop = bundles.find(({ source }) => source === PRESTOP);
  writeWhole('straggler.js', launcher.replace('PRESTOP', prestop.entry).replace('BUNDLE', main.entry));
  copyDocuments();
  removeAllBut([...written, 'package.json', 'straggler.js', 'docs']);
  return null;
}

function writeWhole(name, text) {
  const path = resolve(dist, name);
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** What `explain` and the collector show. */
function copyDocuments() {
  rmSync(resolve(dist, 'docs'), { recursive: true, force: true });
  for (const name of ['causes', 'alerts.md'])
    cpSync(resolve(root, 'docs', name), resolve(dist, 'docs', name), { recursive: true });
}

/** The bundle says it, also where there is no checkout around it. */
function ownVersion() {
  return JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')).version;
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
