/**
 * Writes the tables of docs/kubernetes.md: values from the chart's values.yaml and values.schema.json, metrics from the
 * code; with --check only
 * says whether it is up to date (exit code 1 if not).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { SIDECAR_METRICS } from '../src/metrics/sidecar.ts';

const root = resolve(import.meta.dirname, '..');
const DOCUMENT = join(root, 'docs/kubernetes.md');
const CHART = join(root, 'charts/straggler-sidecar');
const BEGIN = '<!-- values: made by `npm run docs` -->';
const END = '<!-- end of values -->';
const METRICS_BEGIN = '<!-- metrics: made by `npm run docs` -->';
const METRICS_END = '<!-- end of metrics -->';

interface Schema {
  description?: string;
  properties?: Record<string, Schema>;
}

/** The document with the table that the chart says. */
export function withValues(document: string): string {
  const withTable = between(document, { begin: BEGIN, end: END, text: valuesTable() });
  return between(withTable, { begin: METRICS_BEGIN, end: METRICS_END, text: metricsTable() });
}

function between(
  document: string,
  { begin, end, text }: { begin: string; end: string; text: string },
): string {
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`docs/kubernetes.md lacks the line ${begin}`);
  return `${before}${begin}\n\n${text}\n\n${end}${after}`;
}

function metricsTable(): string {
  const rows = Object.values(SIDECAR_METRICS).map(
    ({ name, labelNames, help }) =>
      `| \`${name}\` | ${labelNames.map((label) => `\`${label}\``).join(', ') || '–'} | ${help} |`,
  );
  return ['| gauge | labels | meaning |', '|---|---|---|', ...rows].join('\n');
}

function valuesTable(): string {
  const schema = JSON.parse(readFileSync(join(CHART, 'values.schema.json'), 'utf8')) as Schema;
  const values = parse(readFileSync(join(CHART, 'values.yaml'), 'utf8')) as Record<string, unknown>;
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
  const before = readFileSync(DOCUMENT, 'utf8');
  const after = withValues(before);
  if (!process.argv.includes('--check')) writeFileSync(DOCUMENT, after);
  else if (after !== before) {
    console.error('docs/kubernetes.md is not what the chart says. Run: npm run docs');
    process.exitCode = 1;
  }
}
