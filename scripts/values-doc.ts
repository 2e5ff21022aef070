/**
 * Writes the tables of the documents: values from the charts' values.yaml and values.schema.json, settings and metrics
 * from the code; with --check only says whether they are up to date (exit code 1 if not).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { CollectorMetric } from '../src/metrics/collector-table.ts';
import { COLLECTOR_METRICS } from '../src/metrics/collector-table.ts';
import { SIDECAR_METRICS } from '../src/metrics/sidecar.ts';
import { COLLECTOR_VARIABLES } from '../src/settings/collector-variables.ts';
import type { Variable } from '../src/settings/variable.ts';

const root = resolve(import.meta.dirname, '..');

/** The tables of each document, by the name that stands in its markers. */
const TABLES: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  'docs/kubernetes.md': { values: () => valuesTable('straggler-sidecar') },
  'docs/collector.md': { values: () => valuesTable('straggler'), settings: settingsTable },
  'docs/metrics.md': { 'metrics of the collector': collectorTable, 'metrics of the sidecar': sidecarTable },
};
export const TABLED_DOCUMENTS: readonly string[] = Object.keys(TABLES);

interface Schema {
  description?: string;
  properties?: Record<string, Schema>;
}

/** The document as it is, and as it is with the tables that charts and code say. */
export function withTables(path: string): { before: string; after: string } {
  const before = readFileSync(join(root, path), 'utf8');
  const after = Object.entries(TABLES[path] ?? {}).reduce(
    (document, [name, table]) => replaced(document, { path, name, text: table() }),
    before,
  );
  return { before, after };
}

function replaced(
  document: string,
  { path, name, text }: { path: string; name: string; text: string },
): string {
  const begin = `<!-- ${name}: made by \`npm run docs\` -->`;
  const end = `<!-- end of ${name} -->`;
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${path} lacks the line ${begin} or the line ${end}`);
  return `${before}${begin}\n\n${text}\n\n${end}${after}`;
}

function collectorTable(): string {
  const rows = Object.values<CollectorMetric>(COLLECTOR_METRICS).map(
    ({ name, type, labelNames, help, buckets }) => {
      const bounds = buckets === undefined ? '' : `; buckets ${buckets.join(', ')}`;
      return `| \`${name}\` | ${type} | ${labels(labelNames)} | ${help}${bounds} |`;
    },
  );
  return ['| metric | type | labels | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function sidecarTable(): string {
  const rows = Object.values(SIDECAR_METRICS).map(
    ({ name, labelNames, help }) => `| \`${name}\` | ${labels(labelNames)} | ${help} |`,
  );
  return ['| gauge | labels | meaning |', '|---|---|---|', ...rows].join('\n');
}

function labels(names: readonly string[]): string {
  return names.map((label) => `\`${label}\``).join(', ') || '–';
}

function settingsTable(): string {
  const rows = Object.values<Variable>(COLLECTOR_VARIABLES).map(
    ({ flag, variable, byDefault, describe }) =>
      `| \`--${flag}\` | \`${variable}\` | ${shown(byDefault)} | ${describe} |`,
  );
  return ['| flag | variable | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function valuesTable(chart: string): string {
  const read = (file: string) => readFileSync(join(root, 'charts', chart, file), 'utf8');
  const schema = JSON.parse(read('values.schema.json')) as Schema;
  const values = parse(read('values.yaml')) as Record<string, unknown>;
  return ['| value | default | meaning |', '|---|---|---|', ...rows(schema, values, '')].join('\n');
}

function rows(schema: Schema, values: Record<string, unknown>, prefix: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, part]) => {
    // Helm's own, which every schema of a dependency has to allow.
    if (prefix === '' && name === 'global') return [];
    const value = values[name];
    if (part.properties !== undefined)
      return rows(part, (value ?? {}) as Record<string, unknown>, `${prefix}${name}.`);
    if (part.description === undefined)
      throw new Error(`values.schema.json says nothing of ${prefix}${name}`);
    return [`| \`${prefix}${name}\` | ${shown(value)} | ${part.description.replaceAll('|', '\\|')} |`];
  });
}

function shown(value: unknown): string {
  return value === null || value === '' ? 'unset' : `\`${JSON.stringify(value).replaceAll('"', '')}\``;
}

if (import.meta.main) {
  for (const path of TABLED_DOCUMENTS) {
    const { before, after } = withTables(path);
    if (!process.argv.includes('--check')) writeFileSync(join(root, path), after);
    else if (after !== before) {
      console.error(`${path} is not what charts and code say. Run: npm run docs`);
      process.exitCode = 1;
    }
  }
}
