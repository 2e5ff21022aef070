import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { findHelm, helm } from '../harness/helm.ts';
import { assertReadable, preflightOf } from '../harness/judgement.ts';
import type { TestNamespace } from '../harness/namespace.ts';
import { inNamespace } from '../harness/namespace.ts';
import { readSettings } from '../harness/settings.ts';

const CHART = resolve(import.meta.dirname, '../../../charts/example-service');
const RELEASE = 'shop';
const GRACE_SECONDS = 8;
const HELM_SECONDS = 120;

const found = findHelm();

/** An image's name as the chart's values have it. */
function image(prefix: string, name: string): string[] {
  const colon = name.lastIndexOf(':');
  return ['--set', `${prefix}.repository=${name.slice(0, colon)},${prefix}.tag=${name.slice(colon + 1)}`];
}

async function install(path: string, { name }: TestNamespace, values: string[]): Promise<void> {
  const { pythonImage, sidecarImage } = readSettings();
  await helm(path, ['dependency', 'build', CHART]);
  await helm(path, [
    'install',
    RELEASE,
    CHART,
    ...['--namespace', name, '--wait', '--timeout', `${HELM_SECONDS}s`],
    ...[...image('image', pythonImage), ...image('straggler.image', sidecarImage)],
    ...['--set', `straggler.graceSeconds=${GRACE_SECONDS}`, ...values],
  ]);
}

const title = 'the example chart: helm test passes, and the report names the line and the workload';
const body = (path: string) => async () => {
  await inNamespace({ programs: [] }, async (namespace) => {
    await install(path, namespace, ['--set', 'hang=true']);
    const tested = await helm(path, ['test', RELEASE, '--namespace', namespace.name]);
    expect(tested).toMatch(/Phase:\s+Succeeded/);
    const selector = `labelSelector=app.kubernetes.io%2Finstance%3D${RELEASE},app.kubernetes.io%2Fname%3Dexample-service`;
    const { items } = await namespace.cluster.request<{ items: { metadata: { name: string } }[] }>(
      'GET',
      `/api/v1/namespaces/${namespace.name}/pods?${selector}`,
    );
    const apps = [{ name: 'service', command: [] }];
    const pod = namespace.pod(items[0]?.metadata.name ?? '', {
      graceSeconds: GRACE_SECONDS,
      apps,
      sidecar: {},
    });
    pod.follow();
    await pod.until('the pod', () => true, 10_000);
    const termination = await pod.gone(await pod.delete());
    assert.equal(preflightOf(termination).level, 'info');
    const report = assertReadable(termination, 'service');
    assert.equal(report.outcome, 'hung');
    const [finding] = report.findings;
    assert.equal(finding?.cause, 'cancel-swallowed');
    assert.equal(finding.culprit.frame?.function, 'work');
    assert.equal(finding.culprit.construct?.text, 'except asyncio.CancelledError:');
    assert.deepEqual(report.pod?.workload, { kind: 'Deployment', name: RELEASE });
    await helm(path, ['uninstall', RELEASE, '--namespace', namespace.name]);
  });
};

if (found === null) test.skip(`${title} (helm is not here)`, () => undefined);
else test(title, body(found));
