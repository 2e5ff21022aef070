/** Runs Prometheus' own unit tests of rules, from cases that are written here as data. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';

export const RULES = resolve(import.meta.dirname, '../../charts/straggler/rules/straggler.yaml');
const TIMEOUT_MS = 60_000;

interface Rule {
  alert?: string;
  record?: string;
  expr: string;
  for?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

export interface RuleFile {
  groups: { name: string; interval: string; rules: Rule[] }[];
}

export function readRules(): RuleFile {
  return parse(readFileSync(RULES, 'utf8')) as RuleFile;
}

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

export function runPromtool(...words: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('promtool', words, { encoding: 'utf8', timeout: TIMEOUT_MS });
  return { status, output: `${stdout}${stderr}` };
}

/** A test that needs promtool; without it, it is left out by its name. */
export const promtoolTest: (title: string, run: () => void) => void = hasPromtool
  ? (title, run) => test(title, run)
  : (title) => test.skip(`${title} (install the package prometheus)`, () => undefined);

type Labels = Record<string, string>;

export interface Series {
  metric: string;
  labels: Labels;
  /** A sample each half minute, in promtool's words: `0x30 3x60` is 31 zeros, then 61 threes; `_` is none. */
  values: string;
}

/** `alerts`: what is to be firing then, each by some of its labels and annotations. */
export interface Moment {
  minute: number;
  alert: string;
  alerts: { labels?: Labels; annotations?: Labels }[];
}

/** The labels of the service that most tests stop. */
export const ORDERS: Labels = { namespace: 'shop', workload_kind: 'Deployment', workload: 'orders' };

/**
 * Fails with promtool's words when anything is different from what is expected. It always compares annotations: where no
 * alert of the moments names any, the rules are tested without theirs.
 */
export function expectAlerts(series: readonly Series[], moments: readonly Moment[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'straggler-rules-'));
  try {
    const tellsAll = moments.some(({ alerts }) => alerts.some(({ annotations }) => annotations));
    const rules = tellsAll ? readRules() : withoutAnnotations(readRules());
    writeFileSync(join(folder, 'rules.yaml'), stringify(rules, { lineWidth: 0 }));
    writeFileSync(join(folder, 'test.yaml'), stringify(document(series, moments, rules), { lineWidth: 0 }));
    const { status, output } = runPromtool('test', 'rules', join(folder, 'test.yaml'));
    expect(output).toContain('SUCCESS');
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function withoutAnnotations({ groups }: RuleFile): RuleFile {
  return {
    groups: groups.map((group) => ({
      ...group,
      rules: group.rules.map(({ annotations: _none, ...rule }) => rule),
    })),
  };
}

function document(series: readonly Series[], moments: readonly Moment[], rules: RuleFile): object {
  return {
    rule_files: ['rules.yaml'],
    evaluation_interval: '30s',
    tests: [
      {
        interval: '30s',
        input_series: series.map(({ metric, labels, values }) => ({
          series: `${metric}{${selectors(labels)}}`,
          values,
        })),
        alert_rule_test: moments.map(({ minute, alert, alerts }) => ({
          eval_time: `${minute * 60}s`,
          alertname: alert,
          exp_alerts: alerts.map((one) => expectedAlert(ruleNamed(rules, alert), one)),
        })),
      },
    ],
  };
}

function selectors(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',');
}

function ruleNamed({ groups }: RuleFile, name: string): Rule {
  const found = groups.flatMap(({ rules }) => rules).find(({ alert }) => alert === name);
  if (found === undefined) throw new Error(`no rule makes the alert ${name}`);
  return found;
}

/** What a test does not name is taken from the rule. */
function expectedAlert(rule: Rule, { labels = ORDERS, annotations }: Moment['alerts'][number]): object {
  return {
    exp_labels: { ...rule.labels, ...labels },
    exp_annotations: { ...rule.annotations, ...annotations },
  };
}
