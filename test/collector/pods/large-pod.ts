/** A pod as large as real ones are: some 12 KB, of which a tenth is of interest. */

const list = <T>(length: number, make: (index: number) => T): T[] =>
  Array.from({ length }, (_, index) => make(index));

export function largePod(index: number, change: { metadata?: object; containerState?: object } = {}): object {
  const workload = `service-${index % 300}`;
  const name = `${workload}-7d9f8b6c5-${index.toString(36).padStart(5, '0')}`;
  const container = (at: number) => ({
    name: at === 0 ? 'app' : `helper-${at}`,
    image: `registry.example.com/team-${index % 40}/${workload}:1.${index % 9}.0@sha256:${'0'.repeat(64)}`,
    env: list(15, (number) => ({ name: `SETTING_${number}`, value: `some value of ${workload} ${number}` })),
    resources: { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '100m', memory: '256Mi' } },
    volumeMounts: list(4, (number) => ({ name: `volume-${number}`, mountPath: `/var/lib/volume-${number}` })),
    livenessProbe: { httpGet: { path: '/healthz', port: 8_080, scheme: 'HTTP' }, periodSeconds: 10 },
    terminationMessagePath: '/dev/termination-log',
  });
  return {
    metadata: {
      name,
      generateName: `${workload}-7d9f8b6c5-`,
      namespace: `team-${index % 40}`,
      uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      resourceVersion: String(index + 1),
      labels: { app: workload, 'pod-template-hash': '7d9f8b6c5', 'straggler.dev/watch': 'true' },
      annotations: { 'prometheus.io/scrape': 'true', checksum: 'f'.repeat(64) },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: `${workload}-7d9f8b6c5`,
          uid: 'rs',
          controller: true,
        },
      ],
      managedFields: list(3, (number) => ({
        manager: `manager-${number}`,
        operation: 'Update',
        fieldsV1: Object.fromEntries(
          list(40, (field) => [`f:field-${number}-${field}`, { '.': {}, 'f:name': {} }]),
        ),
      })),
      ...change.metadata,
    },
    spec: {
      nodeName: `node-${index % 200}`,
      terminationGracePeriodSeconds: 30,
      containers: list(2, container),
      initContainers: [{ ...container(9), name: 'straggler', restartPolicy: 'Always' }],
      volumes: list(6, (number) => ({ name: `volume-${number}`, configMap: { name: `config-${number}` } })),
      tolerations: list(4, (number) => ({ key: `taint-${number}`, operator: 'Exists', effect: 'NoExecute' })),
    },
    status: {
      phase: 'Running',
      conditions: list(5, (number) => ({
        type: `Condition${number}`,
        status: 'True',
        lastTransitionTime: '2026-11-28T10:00:00Z',
      })),
      containerStatuses: ['app', 'helper-1'].map((one) => ({
        name: one,
        containerID: `containerd://${'a'.repeat(64)}`,
        imageID: `registry.example.com/x@sha256:${'b'.repeat(64)}`,
        restartCount: 0,
        state: change.containerState ?? { running: { startedAt: '2026-11-28T10:00:00Z' } },
      })),
    },
  };
}
