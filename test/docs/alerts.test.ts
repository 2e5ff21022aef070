/** Whoever is paged follows `runbook_url`: it has to lead to what is said of that alert. */
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { anchors, codesOfColumn, localLinks, readPage } from './pages.ts';

interface Rule {
  alert?: string;
  labels: { severity: string };
  annotations: { runbook_url: string };
}

const { groups } = parse(readPage('charts/straggler/rules/straggler.yaml')) as {
  groups: { rules: Rule[] }[];
};
const alerts = groups.flatMap(({ rules }) => rules).filter(({ alert }) => alert !== undefined);
const page = readPage('docs/alerts.md');

test('each alert has a heading of its name in docs/alerts.md, which its runbook_url leads to', () => {
  expect(alerts.length).toBeGreaterThan(0);
  for (const { alert = '', annotations } of alerts) {
    expect(page).toContain(`\n## ${alert}\n`);
    expect(annotations.runbook_url).toBe(`http://127.0.0.1:8081/alerts#${alert.toLowerCase()}`);
    expect(anchors(page)).toContain(alert.toLowerCase());
  }
});

test('the table on top has each alert with its severity, and no other', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| [Straggler'));
  const said = rows.map((row) => [localLinks(row)[0], row.split('|')[2]?.trim()]);
  expect(said).toEqual(alerts.map(({ alert = '', labels }) => [`#${alert.toLowerCase()}`, labels.severity]));
});

test('what a rejected report is counted as is explained for each way that fires', () => {
  const results = codesOfColumn(page, 0).filter((code) => /^rejected_|^rate_/.test(code));
  expect(results).toEqual(['rejected_auth', 'rejected_schema', 'rejected_size', 'rate_limited']);
});
