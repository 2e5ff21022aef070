/**
 * How often the verdicts are right: `npm run accuracy` runs the test programs on every Python and the services on their
 * libraries, half an hour's work, and writes docs/accuracy.md. Paths of tests run these only; `--read` takes what the last run left.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadColumns } from '../test/matrix/matrix.ts';
import { accuracyText } from './accuracy/text.ts';

const ALL = ['test/matrix/python-', 'test/libraries/python-'];
const PAGE = resolve(import.meta.dirname, '../docs/accuracy.md');

const words = process.argv.slice(2);
if (!words.includes('--read')) {
  const tests = words.length > 0 ? words : ALL;
  // A test that fails is a verdict that is wrong, and counted as such.
  spawnSync('nice', ['npm', 'test', '--', ...tests], { stdio: 'inherit' });
}
const columns = loadColumns();
if (columns.length === 0) {
  console.error('no verdicts were found: a run of the tests leaves them in test/.output');
  process.exitCode = 3;
} else {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  writeFileSync(PAGE, accuracyText(columns, { commit }));
  console.log(PAGE);
}
