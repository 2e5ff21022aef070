/** Writes docs/causes.md from the table of causes and their pages; with --check only says whether it is up to date (exit code 1 if not). */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Stage } from '../src/diagnosis/causes/cause.ts';
import { STAGES } from '../src/diagnosis/causes/cause.ts';
import { CAUSES } from '../src/diagnosis/causes/table.ts';
import { CAUSE_CODES } from '../src/diagnosis/vocabulary.ts';
import { causeInOneSentence, readCausePage } from '../src/explain/pages.ts';

const FILE = new URL('../docs/causes.md', import.meta.url);

const STAGE_TITLES: Readonly<Record<Stage, string>> = {
  signal: 'The signal never took effect',
  loop: 'The event loop cannot run',
  leaving: 'The program is leaving and joins what does not end',
  handler: 'The handler ran, and nothing came of it',
  tasks: 'Tasks',
};

const INTRODUCTION = `# Causes

Every finding carries one of these codes: it is also the metric label, the JUnit and SARIF rule, and the anchor on this
page. The list is closed. Each has a page of its own: what it is, how to recognise it, code before and after, and what is not
to blame. \`straggler explain CODE\` prints it without a network, and the collector shows it at \`/causes/CODE\`.

The programs of the pages can be tried: \`straggler drill --grace 5 --ready READY -- python3 app.py\`. This page is made from the
code and from those: \`npm run docs\`.
`;

const ORDER = `## The order of thought

Straggler thinks in this order and stops at the first part that explains what it sees, since later parts would blame the victims
of earlier ones.
`;

function tableOfPages(): string {
  const rows = CAUSE_CODES.map(
    (code) => `| [${code}](causes/${code}.md) | ${causeInOneSentence(readCausePage(code) ?? '')} |`,
  );
  return ['| cause | what happened |', '|---|---|', ...rows].join('\n');
}

export function causesPage(): string {
  const parts = [INTRODUCTION, `${tableOfPages()}\n`, ORDER];
  for (const stage of STAGES) {
    parts.push(`## ${STAGE_TITLES[stage]}\n`);
    const ofStage = CAUSES.filter((one) => one.stage === stage);
    for (const code of new Set(ofStage.map((one) => one.code))) {
      const [first, ...others] = ofStage.filter((one) => one.code === code);
      if (first === undefined) continue;
      parts.push(
        `### ${code}\n\n${sentence(first.title)} [More](causes/${code}.md)\n\nEvidence: ${first.evidence}.\n`,
      );
      for (const { evidence } of others) parts.push(`Also: ${evidence}.\n`);
    }
  }
  parts.push('## Otherwise\n');
  parts.push(
    '### unknown\n\nWhat was seen carries none of the causes. The report then says what was seen and what would tell more. [More](causes/unknown.md)\n',
  );
  const missing = CAUSE_CODES.filter(
    (code) => code !== 'unknown' && !CAUSES.some((cause) => cause.code === code),
  );
  if (missing.length > 0)
    parts.push(
      `Named in the list and not yet told apart: ${missing.map((code) => `\`${code}\``).join(', ')}.\n`,
    );
  return parts.join('\n');
}

function sentence(title: string): string {
  return `${title.slice(0, 1).toUpperCase()}${title.slice(1)}.`;
}

if (
  process.argv[1] !== undefined &&
  import.meta.url.endsWith(process.argv[1].slice(process.argv[1].lastIndexOf('/')))
) {
  const page = causesPage();
  if (!process.argv.includes('--check')) writeFileSync(FILE, page);
  else if (readFileSync(FILE, 'utf8') !== page) {
    process.stderr.write('docs/causes.md is not what the code says: run `npm run docs`.\n');
    process.exitCode = 1;
  }
}
