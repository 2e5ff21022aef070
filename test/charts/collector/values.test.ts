/** values.yaml, values.schema.json, docs/collector.md and the program say the same of the collector. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { parseCollectorService } from '../../../src/settings/collector.ts';
import { COLLECTOR_VARIABLES } from '../../../src/settings/collector-variables.ts';
import { readEnvironment } from '../../../src/settings/environment.ts';
import { withEachHelm } from '../each-helm.ts';
import type { KubernetesObject } from '../render.ts';
import { objectNamed } from '../render.ts';
import { FULL, POSTGRESQL } from './variants.ts';

interface Schema {
  description?: string;
  properties?: Record<string, Schema>;
}

const root = resolve(import.meta.dirname, '../../..');
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const values = parse(text('charts/straggler/values.yaml'));
const schema = JSON.parse(text('charts/straggler/values.schema.json')) as Schema;

function faults({ properties = {} }: Schema, given: Record<string, unknown>, path = ''): string[] {
  const { global: _helms, ...known } = properties;
  const names = new Set([...Object.keys(known), ...Object.keys(given)]);
  return [...names].flatMap((name) => {
    const part = known[name];
    if (part === undefined) return [`${path}${name} is not in the schema`];
    if (!(name in given)) return [`${path}${name} has no default`];
    if (part.properties === undefined) return part.description ? [] : [`${path}${name} is not explained`];
    return faults(part, given[name] as Record<string, unknown>, `${path}${name}.`);
  });
}

test('every value has an explanation in the schema, and every explanation a default', () => {
  expect(faults(schema, values)).toEqual([]);
});

test('the chart, its values and the program are of one version', () => {
  const { version } = JSON.parse(text('package.json')) as { version: string };
  expect([parse(text('charts/straggler/Chart.yaml')).appVersion, values.image.tag]).toEqual([
    version,
    version,
  ]);
});

withEachHelm((helmTest) => {
  const environmentOf = (objects: KubernetesObject[]): Record<string, string> => {
    const { template } = objectNamed(objects, 'Deployment', 'straggler')['spec'];
    const variables = template.spec.containers[0].env as { name: string; value: string }[];
    return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
  };
  const settingsOf = (variables: Record<string, string>) =>
    parseCollectorService(
      {},
      {
        environment: readEnvironment({ KUBERNETES_SERVICE_HOST: '10.96.0.1', ...variables }),
        stdoutIsTerminal: false,
        stderrIsTerminal: false,
        width: 100,
      },
    );

  helmTest(
    'by default the chart sets what is the program’s own default, but for its file and name',
    (charts) => {
      const own = settingsOf({});
      expect(settingsOf(environmentOf(charts.renderCollector()))).toEqual({
        ...own,
        store: { kind: 'sqlite', path: '/var/lib/straggler/straggler.db' },
        instance: 'shop.straggler',
      });
    },
  );

  helmTest(
    'the program takes what the chart sets, and every variable of the chart is one that it reads',
    (charts) => {
      const known = new Set<string>(Object.values(COLLECTOR_VARIABLES).map(({ variable }) => variable));
      const full = environmentOf(charts.renderCollector(FULL));
      const postgresql = environmentOf(charts.renderCollector(POSTGRESQL));
      const files = environmentOf(
        charts.renderCollector({ read: { expose: true, auth: 'token-file', tokenSecret: { name: 'x' } } }),
      );
      const names = new Set([full, postgresql, files].flatMap(Object.keys));
      for (const other of ['NODE_OPTIONS', 'STRAGGLER_LOG_LEVEL']) names.delete(other);
      expect([...names].sort()).toEqual([...known].sort());
      expect(settingsOf(postgresql).store).toEqual({
        kind: 'postgresql',
        urlFile: '/etc/straggler/database/url',
      });
      expect(settingsOf(full)).toMatchObject({
        receive: {
          tls: { certificateFile: '/etc/straggler/tls/tls.crt', keyFile: '/etc/straggler/tls/tls.key' },
          auth: { kind: 'token-file', tokenFile: '/etc/straggler/auth/token' },
        },
        read: { auth: { kind: 'kubernetes' } },
        podWatch: { namespaces: ['shop', 'bank'] },
        pageUrl: 'https://straggler.example',
        webhook: { urlFile: '/etc/straggler/webhook/url', format: 'slack' },
      });
    },
  );

  helmTest('every file that a setting names is mounted', (charts) => {
    for (const given of [FULL, POSTGRESQL]) {
      const objects = charts.renderCollector(given);
      const [container] = objectNamed(objects, 'Deployment', 'straggler')['spec'].template.spec.containers;
      const mounts = container.volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath);
      const files = Object.entries(environmentOf(objects)).filter(([name]) => name.endsWith('_FILE'));
      expect(files.length).toBeGreaterThan(0);
      for (const [, path] of files) expect(mounts).toContain(path.replace(/\/[^/]+$/, ''));
    }
  });
});
