/** Where Straggler starts. Only what every command needs is loaded here. */
import { writeSync } from 'node:fs';
import { ownVersion } from './commands/version.ts';

const words = process.argv.slice(2);
if (words.length === 1 && words[0] === '--version') {
  writeSync(1, `${ownVersion()}\n`);
} else {
  const { main } = await import('./commands/main.ts');
  process.exitCode = await main(words);
}
