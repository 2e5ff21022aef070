/** What the collector may do: no more than what it was asked to do. */
import { expect } from '@jest/globals';
import { withEachHelm } from '../each-helm.ts';
import type { KubernetesObject } from '../render.ts';
import { objectNamed } from '../render.ts';

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

function rightsOf(object: KubernetesObject): string[] {
  return (object['rules'] as Rule[]).flatMap(({ apiGroups, resources, verbs }) =>
    verbs.flatMap((verb) =>
      resources.map((resource) => `${verb} ${[resource, ...apiGroups].filter(Boolean).join('.')}`),
    ),
  );
}

const PODS = ['list pods', 'watch pods', 'get replicasets.apps', 'get jobs.batch'];
const HANGS = [
  ...['get', 'list', 'create', 'patch', 'delete'].map((verb) => `${verb} hangs.straggler.dev`),
  'patch hangs/status.straggler.dev',
];
const TOKENS = 'create tokenreviews.authentication.k8s.io';
const ACCESS = 'create subjectaccessreviews.authorization.k8s.io';

withEachHelm((test) => {
  test('by default it reviews tokens, looks at pods and their makers, and writes hangs; nothing else', (charts) => {
    const objects = charts.renderCollector();
    expect(rightsOf(objectNamed(objects, 'ClusterRole', 'shop.straggler'))).toEqual([
      TOKENS,
      ...PODS,
      ...HANGS,
    ]);
    const { subjects } = objectNamed(objects, 'ClusterRoleBinding', 'shop.straggler') as KubernetesObject;
    expect(subjects).toEqual([{ kind: 'ServiceAccount', name: 'straggler', namespace: 'shop' }]);
  });

  test('it asks who may read only where readers are asked for, and reviews no token of nobody', (charts) => {
    const read = { expose: true, auth: 'kubernetes' };
    const role = objectNamed(charts.renderCollector({ read }), 'ClusterRole', 'shop.straggler');
    expect(rightsOf(role)).toEqual([TOKENS, ACCESS, ...PODS, ...HANGS]);
    const auth = { kind: 'token-file', tokenSecret: { name: 'senders' } };
    const shared = objectNamed(charts.renderCollector({ auth }), 'ClusterRole', 'shop.straggler');
    expect(rightsOf(shared)).toEqual([...PODS, ...HANGS]);
  });

  test('with namespaces it may look and write in these only', (charts) => {
    const objects = charts.renderCollector({ namespaces: ['shop', 'bank'] });
    expect(rightsOf(objectNamed(objects, 'ClusterRole', 'shop.straggler'))).toEqual([TOKENS]);
    const roles = objects.filter(({ kind }) => kind === 'Role');
    expect(roles.map(({ metadata }) => metadata.namespace)).toEqual(['shop', 'bank']);
    for (const role of roles) expect(rightsOf(role)).toEqual([...PODS, ...HANGS]);
    const bindings = objects.filter(({ kind }) => kind === 'RoleBinding');
    expect(bindings.map(({ metadata }) => metadata.namespace)).toEqual(['shop', 'bank']);
  });

  test('what needs no right gets none, and no token', (charts) => {
    const values = {
      auth: { kind: 'token-file', tokenSecret: { name: 'senders' } },
      pods: { watch: false },
      hangs: { write: false },
    };
    const objects = charts.renderCollector(values);
    expect(objects.filter(({ kind }) => kind.includes('Role'))).toEqual([]);
    const { template } = objectNamed(objects, 'Deployment', 'straggler')['spec'];
    expect(template.spec.automountServiceAccountToken).toBe(false);
  });

  test('whoever may view a namespace may read its hangs, and write none', (charts) => {
    const reader = objectNamed(charts.renderCollector(), 'ClusterRole', 'shop.straggler.reader');
    expect(rightsOf(reader)).toEqual(['get', 'list', 'watch'].map((verb) => `${verb} hangs.straggler.dev`));
    expect(reader.metadata.labels).toMatchObject({ 'rbac.authorization.k8s.io/aggregate-to-view': 'true' });
  });

  test('no two releases share a name in the cluster, nor in a namespace that both look at', (charts) => {
    const releases = [
      { release: 'straggler', namespace: 'shop' },
      { release: 'straggler', namespace: 'bank' },
      { release: 'straggler-reader', namespace: 'shop' },
      // Joined by a hyphen these two would come to the same.
      { release: 'b-straggler', namespace: 'a' },
      { release: 'straggler', namespace: 'a-b' },
      // As long as Kubernetes and Helm allow.
      { release: 'r'.repeat(53), namespace: 'n'.repeat(63) },
    ];
    const names = releases.flatMap(({ release, namespace }) =>
      charts
        .renderCollector({ namespaces: ['both'] }, ['--namespace', namespace], release)
        .filter(({ kind, metadata }) => kind.startsWith('Cluster') || metadata.namespace === 'both')
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`),
    );
    expect(names.length).toBe(5 * releases.length);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(253);
  });

  test('roles of somebody else are taken if asked', (charts) => {
    const objects = charts.renderCollector({
      rbac: { create: false },
      serviceAccount: { create: false, name: 'own' },
    });
    expect(objects.filter(({ kind }) => kind.includes('Role') || kind === 'ServiceAccount')).toEqual([]);
    const { template } = objectNamed(objects, 'Deployment', 'straggler')['spec'];
    expect(template.spec.serviceAccountName).toBe('own');
  });
});
