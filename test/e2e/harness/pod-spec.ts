/** Pods from small options; what is left out is what most services have. */
import { readSettings } from './settings.ts';
import type { SidecarOptions } from './sidecar-spec.ts';
import { PROGRAMS_PATH, sidecarContainer, sidecarVolumes } from './sidecar-spec.ts';

export interface AppOptions {
  name?: string;
  /** A path as the image knows it; `python('x.py')` makes the usual one. */
  command: string[];
  uid?: number;
  gid?: number;
  preStop?: object;
  livenessProbe?: object;
  env?: Record<string, string>;
  image?: string;
}

export interface PodOptions {
  graceSeconds: number;
  apps: AppOptions[];
  sidecar: SidecarOptions | null;
  shareProcessNamespace?: boolean;
  restartPolicy?: 'Always' | 'Never';
}

export function python(program: string, ...args: string[]): string[] {
  return ['python3', `${PROGRAMS_PATH}/${program}`, ...args];
}

export function podSpec({ graceSeconds, apps, sidecar, ...rest }: PodOptions): object {
  return {
    terminationGracePeriodSeconds: graceSeconds,
    shareProcessNamespace: rest.shareProcessNamespace ?? true,
    restartPolicy: rest.restartPolicy ?? 'Always',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    ...(sidecar === null ? {} : { initContainers: [sidecarContainer(sidecar, graceSeconds)] }),
    containers: apps.map(appContainer),
    volumes: [
      { name: 'programs', configMap: { name: 'programs', defaultMode: 0o555 } },
      ...(sidecar === null ? [] : sidecarVolumes(sidecar)),
    ],
  };
}

export function nameOf(app: AppOptions): string {
  return app.name ?? 'app';
}

function appContainer(app: AppOptions): object {
  const { uid = 1000, gid = 1000 } = app;
  return {
    name: nameOf(app),
    image: app.image ?? readSettings().pythonImage,
    command: app.command,
    env: Object.entries({ PYTHONUNBUFFERED: '1', ...app.env }).map(([name, value]) => ({ name, value })),
    securityContext: {
      runAsUser: uid,
      runAsGroup: gid,
      ...(uid === 0 ? {} : { runAsNonRoot: true, capabilities: { drop: ['ALL'] } }),
      allowPrivilegeEscalation: false,
    },
    volumeMounts: [{ name: 'programs', mountPath: PROGRAMS_PATH }],
    ...(app.preStop === undefined ? {} : { lifecycle: { preStop: app.preStop } }),
    ...(app.livenessProbe === undefined ? {} : { livenessProbe: app.livenessProbe }),
  };
}
