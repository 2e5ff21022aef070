/**
 * `npm run docs:reports [CAUSE…]`: runs the program that each page of docs/causes shows as "Before", on Python 3.12 or the
 * newest that it hangs on, and puts what Straggler says of it into the page.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CauseCode } from '../src/diagnosis/vocabulary.ts';
import { minorsOf, RUN_CAUSES } from '../test/support/cause-pages.ts';
import { runPage } from '../test/support/cause-runs.ts';
import { pythonNamed } from '../test/support/pythons.ts';

const FOLDER = resolve(import.meta.dirname, '../docs/causes');
const USUAL_MINOR = 12;

async function refresh(cause: CauseCode): Promise<string[]> {
  const { first, last } = minorsOf(cause);
  const minor = Math.min(Math.max(USUAL_MINOR, first), last);
  const python = pythonNamed(`3.${minor}`);
  if (python === null) return [`Python 3.${minor} is not here`];
  const { problems, excerpt } = await runPage(cause, 'before', python);
  const isTold = excerpt.some((line) => line.includes(`${cause} · `));
  if (problems.length > 0 || !isTold) return [...problems, ...excerpt];
  const file = join(FOLDER, `${cause}.md`);
  const page = readFileSync(file, 'utf8');
  const block = `\`\`\`text\n${excerpt.join('\n')}\n\`\`\``;
  writeFileSync(
    file,
    page.replace(/```text\n[\s\S]*?```/, () => block),
  );
  return [];
}

const asked = process.argv.slice(2);
for (const cause of RUN_CAUSES.filter((one) => asked.length === 0 || asked.includes(one))) {
  const problems = await refresh(cause).catch((error: Error) => [error.message]);
  console.log(
    `${problems.length === 0 ? '✓' : '✗'} ${cause}${problems.map((line) => `\n    ${line}`).join('')}`,
  );
  if (problems.length > 0) process.exitCode = 1;
}
