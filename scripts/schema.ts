/**
 * `npm run schema` makes schema/report.v1.json and the tables of docs/report.md from the types of src/report/report.ts;
 * `npm run schema -- --check` fails when they are not what it would make.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';
import { fieldTables } from './schema/field-tables.ts';

const root = join(import.meta.dirname, '..');
const SCHEMA = 'schema/report.v1.json';
const DOCUMENT = 'docs/report.md';
const BEGIN = '<!-- fields: made by `npm run schema` -->';
const END = '<!-- end of fields -->';

const schema = createGenerator({
  path: join(root, 'src/report/report.ts'),
  tsconfig: join(root, 'tsconfig.json'),
  type: 'Report',
  schemaId: 'urn:straggler:schema:report:v1',
  topRef: false,
  expose: 'all',
  // Fields may be added: a reader of v1 takes what it does not know.
  additionalProperties: true,
  sortProps: false,
  // The generator brings a TypeScript of its own; `npm run check` has checked the types with ours.
  skipTypeCheck: true,
}).createSchema('Report');

const made = new Map([
  [SCHEMA, formatted(JSON.stringify(schema))],
  [DOCUMENT, withTables(readFileSync(join(root, DOCUMENT), 'utf8'))],
]);
const checkOnly = process.argv.includes('--check');
for (const [path, text] of made) {
  if (!checkOnly) writeFileSync(join(root, path), text);
  else if (readFileSync(join(root, path), 'utf8') !== text) {
    console.error(`${path} is not what src/report/report.ts says. Run: npm run schema`);
    process.exitCode = 1;
  }
}

function formatted(json: string): string {
  const biome = join(root, 'node_modules/.bin/biome');
  const run = spawnSync(biome, ['format', '--stdin-file-path', SCHEMA], {
    cwd: root,
    input: json,
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`biome could not format ${SCHEMA}: ${run.stderr || run.error}`);
  return run.stdout;
}

function withTables(document: string): string {
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${DOCUMENT} lacks the line ${BEGIN}`);
  return `${before}${BEGIN}\n\n${fieldTables(schema)}\n${END}${after}`;
}
