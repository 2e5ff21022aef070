/**
 * Becomes dist/straggler.js: runs the bundle, with what V8 has compiled of it from an earlier run, functions included that
 * only that run had needed. (Node's own compile cache keeps none of these: it is written before anything has run.)
 * Needs no folder to be writable; a command that could not keep anything only starts slower.
 */
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const COMMANDS = new Set(['dump', 'stop', 'drill', 'logs']);
const bundle = path.join(__dirname, 'BUNDLE');
// By the bundle's own name, which changes with what is in it: V8 compares no more than the length of the source.
const folder = path.join(__dirname, '.cache');
// And by the flags that bin/straggler gives: V8 takes a cache only under the flags that it was made under.
const flags = process.execArgv.filter((flag) => /^--[\w=-]+$/.test(flag)).join('');
const cache = path.join(folder, `${path.basename(bundle)}-${process.version}-${process.arch}${flags}`);

// The preStop hook waits beside the watcher: it does without the 10 MiB that the whole bundle takes.
if (process.argv[2] === 'prestop' && process.argv.length === 3) void require('./PRESTOP').runPrestop();
else run();

function run() {
  const script = new vm.Script(
    // esbuild writes ASCII only.
    `(function (require, module, exports, __filename) {'use strict';${fs.readFileSync(bundle, 'latin1')}\n})`,
    { filename: bundle, cachedData: earlier() },
  );
  script.runInThisContext()(require, module, exports, bundle);
  if (script.cachedDataRejected !== false) process.on('exit', (status) => keep(script, status));
}

function earlier() {
  try {
    return fs.readFileSync(cache);
  } catch {
    return undefined;
  }
}

/** What a whole command has compiled is worth keeping; that of a usage error is not. */
function keep(script, status) {
  if (status !== 0 || !COMMANDS.has(process.argv[2])) return;
  const own = `${cache}.${process.pid}`;
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(own, script.createCachedData());
    fs.renameSync(own, cache);
  } catch {
    // A disk that is full, or a folder that is read-only: the next run starts like this one.
    remove(own);
  }
}

function remove(file) {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    // It was never written.
  }
}
