/** The sidecar as a container of somebody's pod: what the chart's library makes, by hand and from small options. */
import { readSettings } from './settings.ts';

type Profile = 'same-uid' | 'ptrace' | 'signals-only';

export interface SidecarOptions {
  mode?: 'standby' | 'resident';
  profile?: Profile;
  onBlind?: 'warn' | 'fail';
  /** Names of the containers to look at; all other ones when left out. */
  containers?: string[];
  collectorUrl?: string;
  /** Further variables; they win. */
  env?: Record<string, string>;
  uid?: number;
  gid?: number;
  resources?: object;
  /** false: without its preStop hook, so that only the API tells of a deletion. */
  hook?: boolean;
  /** Gives it, and nobody else in the pod, the token of the service account, and turns its watch of the API on. */
  apiWatch?: boolean;
  /** Mounts the test programs here as well. */
  mountPrograms?: boolean;
}

/** Where the config map of programs is mounted. */
export const PROGRAMS_PATH = '/srv';
export const SIDECAR = 'straggler';
const TOKEN_FOLDER = '/var/run/secrets/straggler';
const TOKEN_SECONDS = 600;
const ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';
const ACCOUNT_TOKEN_SECONDS = 3600;
const STRAGGLER = ['/usr/local/bin/node', '/opt/straggler/straggler.js'];

export function sidecarContainer(options: SidecarOptions, graceSeconds: number): object {
  const { mode = 'standby', profile = 'same-uid', collectorUrl } = options;
  return {
    name: SIDECAR,
    image: readSettings().sidecarImage,
    restartPolicy: 'Always',
    env: [
      ...variables({
        STRAGGLER_MODE: mode,
        STRAGGLER_PROFILE: profile,
        STRAGGLER_GRACE_SECONDS: String(graceSeconds),
        STRAGGLER_WORKLOAD_KIND: 'Pod',
        STRAGGLER_WORKLOAD_NAME: 'e2e',
        ...(options.apiWatch === true ? { STRAGGLER_API_WATCH: 'true' } : {}),
        ...(options.onBlind === undefined ? {} : { STRAGGLER_ON_BLIND: options.onBlind }),
        ...(options.containers === undefined ? {} : { STRAGGLER_CONTAINERS: options.containers.join(',') }),
        ...(collectorUrl === undefined
          ? {}
          : {
              STRAGGLER_COLLECTOR_URL: collectorUrl,
              STRAGGLER_COLLECTOR_TOKEN_FILE: `${TOKEN_FOLDER}/token`,
            }),
        ...options.env,
      }),
      ...fieldVariables({
        STRAGGLER_POD_NAME: 'metadata.name',
        STRAGGLER_POD_NAMESPACE: 'metadata.namespace',
        STRAGGLER_POD_UID: 'metadata.uid',
        STRAGGLER_NODE_NAME: 'spec.nodeName',
      }),
    ],
    securityContext: securityContext(options, profile),
    ...(options.resources === undefined ? {} : { resources: options.resources }),
    ...(mode === 'resident' ? { ports: [{ name: 'straggler', containerPort: 9187 }] } : {}),
    ...(options.hook === false
      ? {}
      : { lifecycle: { preStop: { exec: { command: [...STRAGGLER, 'prestop'] } } } }),
    volumeMounts: [
      ...(collectorUrl === undefined
        ? []
        : [{ name: 'straggler-token', mountPath: TOKEN_FOLDER, readOnly: true }]),
      ...(options.apiWatch === true
        ? [{ name: 'api-access', mountPath: ACCOUNT_FOLDER, readOnly: true }]
        : []),
      ...(options.mountPrograms === true ? [{ name: 'programs', mountPath: PROGRAMS_PATH }] : []),
    ],
  };
}

export function sidecarVolumes({ collectorUrl, apiWatch }: SidecarOptions): object[] {
  const serviceAccountToken = { audience: 'straggler', expirationSeconds: TOKEN_SECONDS, path: 'token' };
  return [
    ...(collectorUrl === undefined
      ? []
      : [{ name: 'straggler-token', projected: { sources: [{ serviceAccountToken }] } }]),
    ...(apiWatch === true ? [{ name: 'api-access', projected: { sources: accountSources() } }] : []),
  ];
}

/** What Kubernetes mounts by itself where automountServiceAccountToken is not false. */
function accountSources(): object[] {
  const caFile = { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] };
  const namespace = { path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } };
  return [
    { serviceAccountToken: { expirationSeconds: ACCOUNT_TOKEN_SECONDS, path: 'token' } },
    { configMap: caFile },
    { downwardAPI: { items: [namespace] } },
  ];
}

/** As the chart's three profiles have it. */
function securityContext({ uid = 1000, gid = 1000 }: SidecarOptions, profile: Profile): object {
  const common = { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false };
  if (profile === 'ptrace') {
    const add = ['SYS_PTRACE', 'DAC_READ_SEARCH', 'KILL'];
    return { ...common, runAsUser: 0, runAsGroup: 0, capabilities: { drop: ['ALL'], add } };
  }
  return {
    ...common,
    runAsUser: uid,
    runAsGroup: gid,
    runAsNonRoot: uid !== 0,
    capabilities: { drop: ['ALL'] },
  };
}

function variables(values: Record<string, string>): object[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

function fieldVariables(fields: Record<string, string>): object[] {
  return Object.entries(fields).map(([name, fieldPath]) => ({
    name,
    valueFrom: { fieldRef: { fieldPath } },
  }));
}
