/** values.yaml, values.schema.json, docs/kubernetes.md and the program say the same. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { TABLED_DOCUMENTS, withTables } from '../../scripts/values-doc.ts';
import { readEnvironment } from '../../src/settings/environment.ts';
import { parseSidecar } from '../../src/settings/sidecar.ts';
import { SIDECAR_VARIABLES } from '../../src/settings/sidecar-variables.ts';
import { withEachHelm } from './each-helm.ts';
import { environmentOf, sidecarOf } from './render.ts';

const root = resolve(import.meta.dirname, '../..');
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const values = parse(text('charts/straggler-sidecar/values.yaml'));
const schema = JSON.parse(text('charts/straggler-sidecar/values.schema.json'));

test('every value has a place in the schema, and every place has a default', () => {
  const { global: _helms, ...properties } = schema.properties;
  expect(Object.keys(values).sort()).toEqual(Object.keys(properties).sort());
  for (const part of ['image', 'collector', 'workload'])
    expect(Object.keys(values[part]).sort()).toEqual(Object.keys(properties[part].properties).sort());
});

test('the tables of the documents are what charts and code say', () => {
  for (const path of TABLED_DOCUMENTS) {
    const { before, after } = withTables(path);
    expect(before).toBe(after);
  }
});

test('the chart, its values and the program are of one version', () => {
  const { version } = JSON.parse(text('package.json')) as { version: string };
  const { appVersion } = parse(text('charts/straggler-sidecar/Chart.yaml'));
  expect([appVersion, values.image.tag]).toEqual([version, version]);
});

test('the example asks for the version of the sidecar’s chart that lies beside it', () => {
  const { version } = parse(text('charts/straggler-sidecar/Chart.yaml'));
  expect(parse(text('charts/example-service/Chart.yaml')).dependencies[0].version).toBe(version);
});

withEachHelm((helmTest) => {
  const surroundings = (variables: Record<string, string>) => ({
    environment: readEnvironment(variables),
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    width: 100,
  });

  helmTest(
    'the program takes what the chart sets, and by default it is the program’s own default',
    (charts) => {
      const rendered = environmentOf(charts.render({ straggler: { graceSeconds: 30 } }));
      const { pod: _pod, ...settings } = parseSidecar({}, surroundings(rendered));
      const { pod: _none, ...own } = parseSidecar({}, surroundings({}));
      expect(settings).toEqual(own);
    },
  );

  helmTest('every variable that the chart can set is one that the program reads', (charts) => {
    const straggler = {
      mode: 'resident',
      slowSeconds: 3,
      containers: ['service'],
      collector: { url: 'https://collector', caSecret: 'ca' },
      reportVolume: { emptyDir: {} },
    };
    const names: string[] = sidecarOf(charts.render({ straggler })).env.map(
      ({ name }: { name: string }) => name,
    );
    const known = new Set<string>(Object.values(SIDECAR_VARIABLES).map(({ variable }) => variable));
    const others = names.filter((name) => !known.has(name));
    const untouched = readEnvironment({});
    for (const name of others) expect(readEnvironment({ [name]: 'x' })).not.toEqual(untouched);
  });
});
