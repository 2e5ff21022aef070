/** Where Straggler starts. Only what every command needs is loaded here. */
import { writeSync } from 'node:fs';
import { ownVersion } from './commands/version.ts';

/** The first word from bin/kubectl-straggler. */
const AS_PLUGIN = '--as-kubectl-plugin';

async function run(all: readonly string[]): Promise<void> {
  const isPlugin = all[0] === AS_PLUGIN;
  const words = isPlugin ? all.slice(1) : all;
  if (words.length === 1 && words[0] === '--version') {
    writeSync(1, `${ownVersion()}\n`);
    return;
  }
  if (words[0] === 'prestop' && words.length === 1) {
    const { runPrestop } = await import('./commands/sidecar/run-prestop.ts');
    return await runPrestop();
  }
  if (words[0] === 'watch' && words[1] === '--began') {
    const { runWatcher } = await import('./commands/sidecar/run-watcher.ts');
    process.exitCode = await runWatcher(Number(words[2]), Number(words[3]));
    return;
  }
  const { main } = await import('./commands/main.ts');
  process.exitCode = await main(words, isPlugin ? 'kubectl straggler' : 'straggler');
}

// Not awaited: the bundle is CommonJS, which has no await of its own.
void run(process.argv.slice(2));
