/** Settings of `straggler watch`, `prestop` and `preflight`: what a pod's sidecar is told by its chart. */
import type { DeliveryFlags, DeliverySettings } from './delivery.ts';
import { parseDelivery } from './delivery.ts';
import type { Surroundings } from './environment.ts';
import type { SidecarName } from './sidecar-variables.ts';
import { SIDECAR_VARIABLES } from './sidecar-variables.ts';
import { parseChoice, parseNames, parsePort, parsePositiveSeconds, parseSeconds } from './values.ts';
import type { ViewFlags, ViewSettings } from './view.ts';
import { parseView } from './view.ts';

interface PodIdentity {
  namespace: string;
  name: string;
  uid: string;
  node: string | null;
  workload: { kind: string; name: string } | null;
}

export interface SidecarSettings {
  mode: 'standby' | 'resident';
  profile: 'same-uid' | 'ptrace' | 'signals-only';
  onBlind: 'warn' | 'fail';
  graceSeconds: number;
  slowSeconds: number;
  containers: readonly string[];
  signal: { policy: 'auto' | 'always' | 'never'; afterSeconds: number };
  hold: boolean;
  preflightSeconds: number;
  port: number;
  apiWatch: boolean;
  /** null where the downward API was not asked. */
  pod: PodIdentity | null;
  readSource: boolean;
  pySpy: ViewSettings['pySpy'];
  log: ViewSettings['log'];
  delivery: DeliverySettings;
}

export type SidecarFlags = Partial<Record<SidecarName, string | undefined>> &
  DeliveryFlags &
  Pick<ViewFlags, 'pySpy' | 'logLevel'>;

const SLOW_SHARE = 0.8;

export function parseSidecar(flags: SidecarFlags, surroundings: Surroundings): SidecarSettings {
  const text = (name: SidecarName) =>
    flags[name] ?? surroundings.environment.sidecar[name] ?? SIDECAR_VARIABLES[name].byDefault;
  const sure = (name: SidecarName) => text(name) ?? '';
  const choice = <T extends string>(name: SidecarName, choices: readonly T[]) =>
    parseChoice(label(flags, name), sure(name), choices);
  const isOn = (name: SidecarName) => choice(name, ['true', 'false']) === 'true';
  const graceSeconds = parsePositiveSeconds(label(flags, 'graceSeconds'), sure('graceSeconds'));
  const slow = text('slowSeconds');
  const { pySpy, log } = parseView({ pySpy: flags.pySpy, logLevel: flags.logLevel }, surroundings);
  return Object.freeze({
    mode: choice('mode', ['standby', 'resident']),
    profile: choice('profile', ['same-uid', 'ptrace', 'signals-only']),
    onBlind: choice('onBlind', ['warn', 'fail']),
    graceSeconds,
    slowSeconds: slow === null ? SLOW_SHARE * graceSeconds : parseSeconds(label(flags, 'slowSeconds'), slow),
    containers: parseNames(label(flags, 'containers'), text('containers')),
    signal: Object.freeze({
      policy: choice('signal', ['auto', 'always', 'never']),
      afterSeconds: parseSeconds(label(flags, 'signalAfterSeconds'), sure('signalAfterSeconds')),
    }),
    hold: isOn('hold'),
    preflightSeconds: parseSeconds(label(flags, 'preflightSeconds'), sure('preflightSeconds')),
    port: parsePort(label(flags, 'port'), sure('port')),
    apiWatch: isOn('apiWatch'),
    pod: parsePod(text),
    readSource: isOn('source'),
    pySpy,
    log,
    delivery: parseDelivery(flags, surroundings),
  });
}

/** What a person has to look at: the flag where one was given, else the variable. */
function label(flags: SidecarFlags, name: SidecarName): string {
  const { flag, variable } = SIDECAR_VARIABLES[name];
  return flags[name] === undefined ? variable : `--${flag}`;
}

function parsePod(text: (name: SidecarName) => string | null): PodIdentity | null {
  const [namespace, name, uid] = [text('podNamespace'), text('podName'), text('podUid')];
  if (namespace === null || name === null) return null;
  const [kind, workload] = [text('workloadKind'), text('workloadName')];
  return Object.freeze({
    namespace,
    name,
    uid: uid ?? '',
    node: text('nodeName'),
    workload: kind === null || workload === null ? null : Object.freeze({ kind, name: workload }),
  });
}
