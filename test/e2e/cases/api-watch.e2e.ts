import assert from 'node:assert/strict';
import { test } from '@jest/globals';
import { assertReport } from '../harness/judgement.ts';
import type { TestNamespace } from '../harness/namespace.ts';
import { inNamespace } from '../harness/namespace.ts';
import { python } from '../harness/pod-spec.ts';
import { program } from '../harness/programs.ts';
import { SIDECAR } from '../harness/sidecar-spec.ts';

const GRACE_SECONDS = 8;
/** Shorter than the pod's own: only the API tells of it. */
const ASKED_SECONDS = 5;
const RBAC = '/apis/rbac.authorization.k8s.io/v1/namespaces';
const hanging = program('cancel-swallowed-bare-except');

/** What the chart's straggler-sidecar.rbac gives. */
async function allowWatch({ cluster, name }: TestNamespace): Promise<void> {
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  await cluster.request('POST', `${RBAC}/${name}/roles`, {
    apiVersion,
    kind: 'Role',
    metadata: { name: 'straggler' },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }],
  });
  await cluster.request('POST', `${RBAC}/${name}/rolebindings`, {
    apiVersion,
    kind: 'RoleBinding',
    metadata: { name: 'straggler' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'straggler' },
    subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: name }],
  });
}

const options = {
  graceSeconds: GRACE_SECONDS,
  apps: [{ command: python('cancel-swallowed-bare-except.py') }],
  sidecar: { mode: 'resident', apiWatch: true, hook: false },
} as const;

test('without a hook the API tells of the deletion, and of a grace period that is shorter than the pod says', async () => {
  await inNamespace({ programs: [hanging.path] }, async (namespace) => {
    await allowWatch(namespace);
    const pod = namespace.pod('watched', { ...options, apps: [...options.apps] });
    await pod.create();
    await pod.ready();
    const { lines } = await pod.gone(await pod.delete(ASKED_SECONDS));
    const report = assertReport({ lines }, hanging);
    assert.equal(report.shutdown?.trigger, 'api');
    assert.equal(report.shutdown.graceSeconds, ASKED_SECONDS);
  });
});

test('without the right to watch, it is said once with what is missing, and the hook works', async () => {
  await inNamespace({ programs: [hanging.path] }, async (namespace) => {
    const sidecar = { ...options.sidecar, hook: true };
    const pod = namespace.pod('watched', { ...options, apps: [...options.apps], sidecar });
    await pod.create();
    await pod.ready();
    const { lines } = await pod.gone(await pod.delete());
    const report = assertReport({ lines }, hanging);
    assert.equal(report.shutdown?.trigger, 'prestop');
    const refusals = pod
      .log(SIDECAR)
      .lines.filter(({ text }) => text.includes('get, list and watch on its own pod'));
    assert.equal(refusals.length, 1, 'told once');
  });
});
