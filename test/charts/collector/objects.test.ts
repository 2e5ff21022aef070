/** What the collector's chart makes, by structure. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { withEachHelm } from '../each-helm.ts';
import { restrictedFaults } from '../pod-security.ts';
import type { KubernetesObject } from '../render.ts';
import { objectNamed } from '../render.ts';
import { FULL, POSTGRESQL, SQLITE } from './variants.ts';

const GOLDEN = { 'collector-sqlite': SQLITE, 'collector-postgresql': POSTGRESQL, 'collector-full': FULL };
const RULES = resolve(import.meta.dirname, '../../../charts/straggler/rules/straggler.yaml');
const DASHBOARD = resolve(import.meta.dirname, '../../../charts/straggler/dashboards/straggler.json');

const podOf = (objects: KubernetesObject[]) =>
  objectNamed(objects, 'Deployment', 'straggler')['spec'].template.spec;
const kindsOf = (objects: KubernetesObject[]) => new Set(objects.map(({ kind }) => kind));
const portsOf = (objects: KubernetesObject[]) =>
  objectNamed(objects, 'Service', 'straggler')['spec'].ports.map(({ port }: { port: number }) => port);

/** Without the rules and the dashboard, which are files of their own. */
function withoutFiles(objects: KubernetesObject[]): KubernetesObject[] {
  return objects.map((one) => {
    if (one.kind === 'PrometheusRule') return { ...one, spec: '(rules/straggler.yaml)' };
    return one.metadata.name.endsWith('-dashboard') ? { ...one, data: '(dashboards/straggler.json)' } : one;
  });
}

withEachHelm((test, name) => {
  for (const [file, values] of Object.entries(GOLDEN))
    test(`what ${file} renders is golden/${file}.yaml`, (charts) => {
      const path = join(import.meta.dirname, '../golden', `${file}.yaml`);
      // Helm 3 and 4 order some kinds differently.
      const key = ({ kind, metadata }: KubernetesObject) =>
        `${kind} ${metadata.name} ${metadata.namespace ?? ''}`;
      const objects = withoutFiles(charts.renderCollector(values)).sort((a, b) => (key(a) < key(b) ? -1 : 1));
      if (process.env['UPDATE_GOLDEN'] !== undefined && name === 'helm4')
        writeFileSync(path, stringify(objects, { aliasDuplicateObjects: false }));
      expect(objects).toEqual(parse(readFileSync(path, 'utf8')));
    });

  test('one command brings it all: the kind Hang, the collector, a volume, its rights and its Service', (charts) => {
    const objects = charts.renderCollector({}, ['--include-crds']);
    expect([...kindsOf(objects)].sort()).toEqual([
      'ClusterRole',
      'ClusterRoleBinding',
      'CustomResourceDefinition',
      'Deployment',
      'PersistentVolumeClaim',
      'Pod',
      'Service',
      'ServiceAccount',
    ]);
    expect(objectNamed(objects, 'Deployment', 'straggler')['spec'].strategy).toEqual({ type: 'Recreate' });
    expect(podOf(objects).containers[0].args).toEqual(['collector']);
  });

  test('where the cluster has the Prometheus operator, the alerts and the dashboard come by themselves', (charts) => {
    const monitoring = ['ServiceMonitor', 'PrometheusRule', 'ConfigMap'];
    const known = ['--api-versions', 'monitoring.coreos.com/v1'];
    const made = (values: object, options?: string[]) => {
      const kinds = kindsOf(charts.renderCollector(values, options));
      return monitoring.filter((kind) => kinds.has(kind));
    };
    expect(made({})).toEqual([]);
    expect(made({}, known)).toEqual(monitoring);
    expect(made({ monitoring: { enabled: true } })).toEqual(monitoring);
    expect(made({ monitoring: { enabled: false } }, known)).toEqual([]);
    const parts = { prometheusRule: { enabled: false }, dashboard: { enabled: false } };
    expect(made({ monitoring: { enabled: true, ...parts } })).toEqual(['ServiceMonitor']);
  });

  test('the PrometheusRule is the plain file, with the own addresses and the own job in it', (charts) => {
    const prometheusRule = {
      pageUrl: 'https://pages.example/',
      runbookBaseUrl: 'https://wiki.example/straggler',
    };
    const objects = charts.renderCollector({ monitoring: { enabled: true, prometheusRule } });
    const text = readFileSync(RULES, 'utf8')
      .replaceAll('http://127.0.0.1:8081/alerts', 'https://wiki.example/straggler')
      .replaceAll('http://127.0.0.1:8081', 'https://pages.example')
      .replaceAll('job="straggler"', 'job="straggler",namespace="shop"');
    expect(objectNamed(objects, 'PrometheusRule', 'straggler')['spec']).toEqual(parse(text));
    for (const placeholder of ['http://127.0.0.1:8081', 'job="straggler"}'])
      expect(JSON.stringify(objects).replaceAll('\\"', '"')).not.toContain(placeholder);
  });

  test('runbooks are read at the collector itself, where nobody says that they are elsewhere', (charts) => {
    const objects = charts.renderCollector({
      monitoring: { enabled: true },
      pageUrl: 'https://pages.example',
    });
    const text = JSON.stringify(objectNamed(objects, 'PrometheusRule', 'straggler'));
    expect(text).toContain('"runbook_url":"https://pages.example/alerts#stragglershutdownkilled"');
  });

  test('the dashboard is the plain file, and the collector is scraped with its own labels left alone', (charts) => {
    const objects = charts.renderCollector({ monitoring: { enabled: true } });
    const map = objectNamed(objects, 'ConfigMap', 'straggler-dashboard');
    expect(JSON.parse(map['data']['straggler.json'])).toEqual(JSON.parse(readFileSync(DASHBOARD, 'utf8')));
    expect(map.metadata.labels?.['grafana_dashboard']).toBe('1');
    const { spec } = objectNamed(objects, 'ServiceMonitor', 'straggler') as KubernetesObject;
    expect(spec.endpoints).toEqual([{ port: 'metrics', interval: '30s', honorLabels: true }]);
    const { labels } = objectNamed(objects, 'Service', 'straggler').metadata;
    expect(labels).toMatchObject(spec.selector.matchLabels);
  });

  test('every pod fits the Pod Security level restricted, and writes to its volumes only', (charts) => {
    for (const values of Object.values(GOLDEN)) {
      const objects = charts.renderCollector(values);
      for (const pod of [podOf(objects), objectNamed(objects, 'Pod', 'straggler-test')['spec']]) {
        expect(restrictedFaults(pod)).toEqual([]);
        expect(pod.securityContext).toMatchObject({ runAsUser: 1000, runAsGroup: 1000 });
        expect(pod.containers[0].securityContext.readOnlyRootFilesystem).toBe(true);
        expect(pod.enableServiceLinks).toBe(false);
      }
    }
  });

  test('the pages stay on the loopback of the pod, unless they are exposed with somebody to ask for', (charts) => {
    const address = (objects: KubernetesObject[]) =>
      podOf(objects).containers[0].env.find(({ name }: { name: string }) => name.endsWith('_READ_ADDRESS'))
        .value;
    const hidden = charts.renderCollector();
    expect([portsOf(hidden), address(hidden)]).toEqual([[8080, 9188], '127.0.0.1:8081']);
    const shown = charts.renderCollector({ read: { expose: true, auth: 'kubernetes' } });
    expect([portsOf(shown), address(shown)]).toEqual([[8080, 9188, 8081], '0.0.0.0:8081']);
  });

  test('several replicas spread over nodes, and are evicted one at a time', (charts) => {
    const objects = charts.renderCollector(POSTGRESQL);
    expect(objectNamed(objects, 'PodDisruptionBudget', 'straggler')['spec'].maxUnavailable).toBe(1);
    expect(podOf(objects).topologySpreadConstraints[0].topologyKey).toBe('kubernetes.io/hostname');
    expect(objectNamed(objects, 'Deployment', 'straggler')['spec'].strategy.type).toBe('RollingUpdate');
    expect(kindsOf(objects).has('PersistentVolumeClaim')).toBe(false);
  });

  test('without persistence the file is in the pod, and an existing claim is taken as it is', (charts) => {
    const volume = (persistence: object) => {
      const objects = charts.renderCollector({ persistence });
      expect(kindsOf(objects).has('PersistentVolumeClaim')).toBe(false);
      return podOf(objects).volumes.find(({ name: one }: { name: string }) => one === 'data');
    };
    expect(volume({ enabled: false })).toHaveProperty('emptyDir');
    expect(volume({ existingClaim: 'kept' }).persistentVolumeClaim.claimName).toBe('kept');
  });

  test('helm test asks the Service whether the collector is ready, without a shell', (charts) => {
    const { metadata, spec } = objectNamed(
      charts.renderCollector(),
      'Pod',
      'straggler-test',
    ) as KubernetesObject;
    expect(metadata.annotations).toMatchObject({ 'helm.sh/hook': 'test' });
    const [{ command, args }] = spec.containers;
    expect(command).toEqual(['/usr/local/bin/node', '-e']);
    expect(args[1]).toBe('http://straggler.shop:9188/readyz');
    const { selector } = objectNamed(charts.renderCollector(), 'Service', 'straggler')['spec'];
    expect(metadata.labels).not.toMatchObject(selector);
  });

  test('a release of another name has objects that begin with it, and no two installations share a name', (charts) => {
    const { stdout } = charts.templateOf(['on-call', 'straggler'], {});
    expect(stdout).toContain('name: on-call-straggler\n');
    expect(stdout).toContain('name: shop.on-call-straggler\n');
  });

  // Helm 3 asks a cluster even for a dry run.
  const notesTest = name === 'helm4' ? test : () => undefined;
  notesTest('the notes say what to run next, and warn of what is lost', (charts) => {
    const words = ['install', 'straggler', 'straggler', '--dry-run=client', '--namespace', 'shop'];
    const notes = (...more: string[]) => charts.helm(...words, ...more).stdout.split('NOTES:')[1] ?? '';
    const plain = notes();
    expect(plain).toContain('kubectl get hangs -A');
    expect(plain).toContain('port-forward deploy/straggler 8081');
    expect(plain).toContain('url: http://straggler.shop.svc:8080');
    expect(plain).not.toContain('persistence.enabled');
    expect(plain).toContain('helm show crds CHART | kubectl apply --server-side --force-conflicts -f -');
    expect(plain).not.toContain('runbook');
    expect(notes('--set', 'persistence.enabled=false')).toContain('The reports are gone when the pod is');
    const runbook = 'monitoring.prometheusRule.runbookBaseUrl';
    expect(notes('--set', 'monitoring.enabled=true')).toContain(runbook);
    expect(notes('--set', 'monitoring.enabled=true,pageUrl=https://straggler.example')).not.toContain(
      runbook,
    );
    expect(notes('--set', 'tls.secretName=x')).toContain('url: https://straggler.shop.svc:8080');
  });
});
