/** The settings of the sidecar, each a variable and a flag. The chart sets the variables; `docs/kubernetes.md` lists them. */

import type { Variable } from './variable.ts';
import { variable as row } from './variable.ts';

const variable = (flag: string, byDefault: string | null, describe: string): Variable =>
  row({ flag, prefix: 'STRAGGLER', byDefault, describe });

export const SIDECAR_VARIABLES = {
  mode: variable(
    'mode',
    'standby',
    'standby: sleeps at no cost until the preStop hook; resident: stays up, and serves metrics',
  ),
  profile: variable('profile', 'same-uid', 'How it may look: same-uid, ptrace or signals-only'),
  onBlind: variable(
    'on-blind',
    'warn',
    'When the service cannot be seen at the start: warn, or fail (exit status 1)',
  ),
  graceSeconds: variable('grace-seconds', '30', "The pod's terminationGracePeriodSeconds"),
  slowSeconds: variable(
    'slow-seconds',
    null,
    'An exit later than this is slow (four fifths of the grace period)',
  ),
  containers: variable(
    'containers',
    null,
    'Names of the containers to watch, with commas between (all others)',
  ),
  signal: variable(
    'signal',
    'auto',
    'Whether Straggler sends SIGTERM to Python itself: auto (where the first process kept it), always, never',
  ),
  signalAfterSeconds: variable(
    'signal-after-seconds',
    '1',
    "How long the kubelet's own SIGTERM is given, counted from the start; raise it where the service has a preStop sleep",
  ),
  hold: variable('hold', 'false', 'standby: live on after the kill to see the end, at most 2 s'),
  preflightSeconds: variable('preflight-seconds', '120', 'How long the start-up waits for a Python process'),
  port: variable('port', '9187', 'resident: where /healthz, /readyz, /metrics and /prestop are served'),
  apiWatch: variable(
    'api-watch',
    'false',
    'resident: watch the own pod through the API server (needs get, list, watch on it)',
  ),
  podName: variable('pod-name', null, 'From the downward API: metadata.name'),
  podNamespace: variable('pod-namespace', null, 'From the downward API: metadata.namespace'),
  podUid: variable('pod-uid', null, 'From the downward API: metadata.uid'),
  nodeName: variable('node-name', null, 'From the downward API: spec.nodeName'),
  workloadKind: variable('workload-kind', null, 'Who made the pod: Deployment, StatefulSet, …'),
  workloadName: variable('workload-name', null, 'The name of that workload'),
  source: variable('source', 'true', "false: no line of the service's source in any report"),
} as const satisfies Record<string, Variable>;

export type SidecarName = keyof typeof SIDECAR_VARIABLES;
export type SidecarTexts = Readonly<Partial<Record<SidecarName, string>>>;
