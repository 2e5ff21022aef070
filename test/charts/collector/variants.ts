/** Ways to install the collector that several tests look at. */
export const SQLITE = {};

export const POSTGRESQL = {
  replicas: 2,
  store: { kind: 'postgresql', databaseUrlSecret: { name: 'straggler-database' } },
};

export const FULL = {
  store: { kind: 'sqlite' },
  image: { repository: 'registry.example/straggler', tag: '1.2.3', digest: `sha256:${'a1'.repeat(32)}` },
  imagePullSecrets: [{ name: 'registry' }],
  persistence: { size: '20Gi', storageClass: 'fast' },
  auth: { kind: 'token-file', tokenSecret: { name: 'senders' } },
  tls: { certManager: { enabled: true, issuerRef: { name: 'ca', kind: 'ClusterIssuer' } } },
  read: { expose: true, auth: 'kubernetes' },
  namespaces: ['shop', 'bank'],
  pageUrl: 'https://straggler.example/',
  webhook: { urlSecret: { name: 'slack' }, format: 'slack', template: '{"text": "{{title}}"}' },
  monitoring: { enabled: true, labels: { release: 'kube-prometheus-stack' } },
  networkPolicy: { enabled: true, senders: [{ namespaceSelector: {} }] },
  commonLabels: { team: 'platform' },
  podLabels: { colour: 'green' },
  podAnnotations: { note: 'kept' },
  nodeSelector: { 'kubernetes.io/arch': 'amd64' },
  tolerations: [{ key: 'tools', operator: 'Exists' }],
  priorityClassName: 'high',
  env: [{ name: 'NODE_OPTIONS', value: '--max-old-space-size=256' }],
};
