/** Where Straggler starts. Only what every command needs is loaded here. */
import { writeSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { ownVersion } from './commands/version.ts';

/** What V8 has compiled of the bundle is kept beside it, and a folder that cannot be written stays as it is. Node 22.1+. */
const IS_BUNDLE = import.meta.url.endsWith('/dist/straggler.js');
if (IS_BUNDLE) module.enableCompileCache?.(fileURLToPath(new URL('.cache', import.meta.url)));

const words = process.argv.slice(2);
if (words.length === 1 && words[0] === '--version') {
  writeSync(1, `${ownVersion()}\n`);
} else {
  const { main } = await import('./commands/main.ts');
  process.exitCode = await main(words);
}
