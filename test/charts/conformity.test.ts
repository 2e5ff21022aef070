/** What other tools say of the charts: helm lint, kubeconform, and the rules of Pod Security. */
import { spawnSync } from 'node:child_process';
import { expect, test as plainTest } from '@jest/globals';
import { chartTool, KUBERNETES_VERSIONS, kubernetesSchemas } from '../../scripts/chart-tools.ts';
import { FULL, POSTGRESQL, SQLITE } from './collector/variants.ts';
import { withEachHelm } from './each-helm.ts';
import { restrictedFaults } from './pod-security.ts';
import { objectNamed, podOf } from './render.ts';

const kubeconform = chartTool('kubeconform');
const schemas = kubernetesSchemas();
const TOOL_TIMEOUT_MS = 30_000;

const COLLECTOR = { collector: { url: 'https://collector', caSecret: 'ca' }, apiWatch: true };
const VARIANTS: Record<string, object> = {
  'the defaults': {},
  'the profile ptrace': { profile: 'ptrace' },
  'the profile signals-only': { profile: 'signals-only' },
  'resident mode, a collector and a report volume': {
    mode: 'resident',
    ...COLLECTOR,
    reportVolume: { persistentVolumeClaim: { claimName: 'reports' } },
  },
  'the sidecar switched off': { enabled: false },
};

const COLLECTORS: Record<string, object> = { SQLite: SQLITE, PostgreSQL: POSTGRESQL, 'all options': FULL };
/** Of the Prometheus operator and of cert-manager: their schemas are not here. */
const FOREIGN_KINDS = ['ServiceMonitor', 'PrometheusRule', 'Certificate'];

function conform(manifests: string, version: string): { status: number | null; output: string } {
  const location = `${schemas}/{{.NormalizedKubernetesVersion}}-local{{.StrictSuffix}}/{{.ResourceKind}}{{.KindSuffix}}.json`;
  const skipped = ['-skip', FOREIGN_KINDS.join(',')];
  const strict = ['-strict', '-summary', ...skipped, '-kubernetes-version', version];
  const options = [...strict, '-schema-location', location, '-'];
  const { status, stdout, stderr } = spawnSync(kubeconform ?? '', options, {
    input: manifests,
    encoding: 'utf8',
    timeout: TOOL_TIMEOUT_MS,
  });
  return { status, output: `${stdout}${stderr}` };
}

withEachHelm((test) => {
  test('helm lint has no complaint about any chart', (charts) => {
    const names = ['straggler-sidecar', 'example-service', 'straggler'];
    const { status, stdout } = charts.helm('lint', '--strict', ...names);
    expect(stdout).not.toMatch(/\[(ERROR|WARNING)\]/);
    expect(status).toBe(0);
  });

  for (const version of KUBERNETES_VERSIONS) {
    for (const [title, straggler] of Object.entries(VARIANTS)) {
      const sentence = `Kubernetes ${version} knows every field that is rendered with ${title}`;
      if (kubeconform === null || schemas === null) {
        plainTest.skip(`${sentence} (run node scripts/chart-tools.ts)`, () => undefined);
        continue;
      }
      test(sentence, (charts) => {
        const { status, stdout, stderr } = charts.template({ straggler }, version);
        expect(stderr).toBe('');
        expect(status).toBe(0);
        const checked = conform(stdout, version);
        expect(checked.output).toContain('Invalid: 0, Errors: 0, Skipped: 0');
        expect(checked.status).toBe(0);
      });
    }
    for (const [title, values] of Object.entries(COLLECTORS)) {
      const sentence = `Kubernetes ${version} knows every field of a collector with ${title}`;
      if (kubeconform === null || schemas === null) {
        plainTest.skip(`${sentence} (run node scripts/chart-tools.ts)`, () => undefined);
        continue;
      }
      test(sentence, (charts) => {
        const options = ['--include-crds', '--kube-version', version];
        const { status, stdout, stderr } = charts.templateOf(['straggler', 'straggler'], values, options);
        expect(stderr).toBe('');
        expect(status).toBe(0);
        const checked = conform(stdout, version);
        expect(checked.output).toContain(`Errors: 0, Skipped: ${values === FULL ? FOREIGN_KINDS.length : 0}`);
        expect(checked.status).toBe(0);
      });
    }
  }

  test('with same-uid, service and sidecar fit the Pod Security level restricted, and so does the test pod', (charts) => {
    const objects = charts.render({ straggler: { ...COLLECTOR, reportVolume: { emptyDir: {} } } });
    expect(restrictedFaults(podOf(objects))).toEqual([]);
    expect(restrictedFaults(objectNamed(objects, 'Pod', 'web-preflight')['spec'])).toEqual([]);
  });

  test('with ptrace they do not, because of the capabilities and of root, and of nothing else', (charts) => {
    const pod = podOf(charts.render({ straggler: { profile: 'ptrace' } }));
    expect(restrictedFaults(pod)).toEqual([
      'straggler adds SYS_PTRACE, DAC_READ_SEARCH, KILL',
      'straggler may run as root',
    ]);
  });
});

const known = kubeconform !== null && schemas !== null;
(known ? plainTest : plainTest.skip)(
  'kubeconform would tell of a field that Kubernetes does not know',
  () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'x' },
      spec: { containers: [], sharedProcess: true },
    };
    for (const version of KUBERNETES_VERSIONS) {
      const { status, output } = conform(JSON.stringify(pod), version);
      expect(output).toContain('sharedProcess');
      expect(status).toBe(1);
    }
  },
);
