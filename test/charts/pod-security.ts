/**
 * The rules of the Pod Security level "restricted", for what a pod of ours can break.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
interface SecurityContext {
  privileged?: boolean;
  allowPrivilegeEscalation?: boolean;
  runAsNonRoot?: boolean;
  runAsUser?: number;
  capabilities?: { drop?: string[]; add?: string[] };
  seccompProfile?: { type: string };
}
interface Container {
  name: string;
  ports?: { hostPort?: number }[];
  securityContext?: SecurityContext;
}
interface Pod {
  hostNetwork?: boolean;
  hostPID?: boolean;
  hostIPC?: boolean;
  securityContext?: SecurityContext;
  initContainers?: Container[];
  containers: Container[];
  volumes?: Record<string, unknown>[];
}

const VOLUMES = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

export function restrictedFaults(pod: Pod): string[] {
  const sources = (pod.volumes ?? []).flatMap((volume) =>
    Object.keys(volume).filter((key) => key !== 'name'),
  );
  return [
    ...(pod.hostNetwork || pod.hostPID || pod.hostIPC ? ['the pod takes a namespace of the node'] : []),
    ...sources.filter((source) => !VOLUMES.has(source)).map((source) => `a volume is a ${source}`),
    ...[...(pod.initContainers ?? []), ...pod.containers].flatMap((one) => containerFaults(one, pod)),
  ];
}

function containerFaults({ name, ports, securityContext: own = {} }: Container, pod: Pod): string[] {
  const added = (own.capabilities?.add ?? []).filter((capability) => capability !== 'NET_BIND_SERVICE');
  const nonRoot = own.runAsNonRoot ?? pod.securityContext?.runAsNonRoot;
  const user = own.runAsUser ?? pod.securityContext?.runAsUser;
  const seccomp = (own.seccompProfile ?? pod.securityContext?.seccompProfile)?.type;
  const faults: [boolean, string][] = [
    [own.privileged === true, 'is privileged'],
    [own.allowPrivilegeEscalation !== false, 'may escalate its privileges'],
    [!own.capabilities?.drop?.includes('ALL'), 'keeps capabilities'],
    [added.length > 0, `adds ${added.join(', ')}`],
    [nonRoot !== true || user === 0, 'may run as root'],
    [seccomp !== 'RuntimeDefault' && seccomp !== 'Localhost', 'has no seccomp profile'],
    [ports?.some(({ hostPort }) => hostPort !== undefined) === true, 'takes a port of the node'],
  ];
  return faults.flatMap(([broken, words]) => (broken ? [`${name} ${words}`] : []));
}
