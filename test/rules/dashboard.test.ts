/** The dashboard for Grafana asks only for what the collector says, in words that Prometheus understands. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { COLLECTOR_METRICS } from '../../src/metrics/collector-table.ts';
import { labelFaults, metricsIn } from './expressions.ts';
import { promtoolTest, readRules, runPromtool } from './promtool.ts';

interface Panel {
  id: number;
  type: string;
  title: string;
  gridPos: { h: number; w: number; x: number; y: number };
  datasource?: { type: string; uid: string };
  targets?: { refId: string; expr: string; datasource: { uid: string } }[];
}
interface Dashboard {
  uid: string;
  schemaVersion: number;
  panels: Panel[];
  templating: { list: { name: string; type: string; query: string | { query: string } }[] };
}

const FILE = resolve(import.meta.dirname, '../../charts/straggler/dashboards/straggler.json');
const dashboard = JSON.parse(readFileSync(FILE, 'utf8')) as Dashboard;
const expressions = dashboard.panels.flatMap(({ targets }) => (targets ?? []).map(({ expr }) => expr));
const queries = dashboard.templating.list.flatMap(({ query }) =>
  typeof query === 'string' ? [] : [query.query],
);

test('every metric and label of the dashboard and of the rules is one of the collector’s', () => {
  const rules = readRules().groups.flatMap((group) => group.rules);
  const recorded = rules.flatMap(({ record }) => (record === undefined ? [] : [record]));
  const asked = rules.flatMap(({ expr, annotations }) => [expr, annotations?.['description'] ?? '']);
  for (const expression of [...expressions, ...queries, ...asked])
    expect(labelFaults(expression, recorded)).toEqual([]);
});

test('every metric of the collector is on the dashboard', () => {
  const shown = new Set(expressions.flatMap(metricsIn));
  const all = Object.values(COLLECTOR_METRICS).map(({ name }) => name);
  expect([...shown].sort()).toEqual(all.sort());
});

test('panels have an id each, do not lie over each other, and take the data source that is chosen', () => {
  const ids = dashboard.panels.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const cells = dashboard.panels.flatMap(({ gridPos: { h, w, x, y } }) => {
    expect(x + w).toBeLessThanOrEqual(24);
    return Array.from({ length: h * w }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`);
  });
  expect(new Set(cells).size).toBe(cells.length);
  for (const { type, datasource, targets } of dashboard.panels) {
    if (type === 'row') continue;
    const all = [datasource, ...(targets ?? []).map((one) => one.datasource)];
    expect(targets?.length).toBeGreaterThan(0);
    for (const one of all) expect(one?.uid).toMatch(/^\$\{datasource\}$/);
  }
});

test('every variable that an expression uses is one of the dashboard’s, or of Grafana’s', () => {
  const names = dashboard.templating.list.map(({ name }) => name);
  expect(names).toEqual(['datasource', 'namespace', 'workload']);
  const used = [...expressions, ...queries].flatMap((text) => text.match(/\$\w+/g) ?? []);
  expect(new Set(used)).toEqual(new Set(['$namespace', '$workload', '$__rate_interval', '$__range']));
});

promtoolTest('Prometheus understands every expression of the dashboard', () => {
  const rules = expressions.map((expression, index) => ({
    record: `dashboard:${index}`,
    expr: expression.replaceAll('$__rate_interval', '5m').replaceAll('$__range', '1h'),
  }));
  const folder = mkdtempSync(join(tmpdir(), 'straggler-dashboard-'));
  try {
    const file = join(folder, 'rules.yaml');
    writeFileSync(file, stringify({ groups: [{ name: 'dashboard', rules }] }, { lineWidth: 0 }));
    const { status, output } = runPromtool('check', 'rules', file);
    expect(output).toContain(`${expressions.length} rules found`);
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
