/** What the sidecar's templates render, by structure. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { withEachHelm } from './each-helm.ts';
import { environmentOf, objectNamed, podOf, sidecarOf } from './render.ts';

const EVERYTHING = {
  profile: 'ptrace',
  mode: 'resident',
  apiWatch: true,
  collector: { url: 'https://straggler.monitoring:8443', caSecret: 'straggler-ca' },
  reportVolume: { persistentVolumeClaim: { claimName: 'reports' } },
  containers: ['service', 'worker'],
  slowSeconds: 12.5,
};
const GOLDEN = {
  'same-uid': {},
  ptrace: EVERYTHING,
  'signals-only': { profile: 'signals-only', onBlind: 'fail', hold: true },
} as const;

withEachHelm((test, name) => {
  for (const [profile, straggler] of Object.entries(GOLDEN)) {
    test(`a pod with the profile ${profile} is the one of golden/${profile}.yaml`, (charts) => {
      const file = join(import.meta.dirname, 'golden', `${profile}.yaml`);
      const pod = podOf(charts.render({ straggler }));
      if (process.env['UPDATE_GOLDEN'] !== undefined && name === 'helm4') writeFileSync(file, stringify(pod));
      expect(pod).toEqual(parse(readFileSync(file, 'utf8')));
    });
  }

  test('it is a native sidecar with a preStop hook and without anything that could hold up the service', (charts) => {
    for (const straggler of Object.values(GOLDEN)) {
      const sidecar = sidecarOf(charts.render({ straggler }));
      expect(sidecar.restartPolicy).toBe('Always');
      expect(sidecar.lifecycle.preStop.exec.command.at(-1)).toBe('prestop');
      expect(sidecar.startupProbe).toBeUndefined();
      expect(sidecar.readinessProbe).toBeUndefined();
      expect(sidecar.lifecycle.postStart).toBeUndefined();
    }
  });

  test('without capabilities it runs as the pod does, or as the given user and group, also group 0 and large numbers', (charts) => {
    const inherited = sidecarOf(charts.render()).securityContext;
    expect(inherited).not.toHaveProperty('runAsUser');
    expect(inherited.runAsNonRoot).toBe(true);
    const ids = { runAsUser: 1_000_660_000, runAsGroup: 0 };
    expect(sidecarOf(charts.render({ straggler: ids })).securityContext).toMatchObject(ids);
  });

  test('only ptrace is root, with three capabilities and no other', (charts) => {
    const { securityContext } = sidecarOf(charts.render({ straggler: { profile: 'ptrace' } }));
    expect(securityContext).toMatchObject({
      runAsUser: 0,
      runAsGroup: 0,
      runAsNonRoot: false,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'], add: ['SYS_PTRACE', 'DAC_READ_SEARCH', 'KILL'] },
    });
  });

  test('signals-only has a user of its own, unless one is given', (charts) => {
    const own = sidecarOf(charts.render({ straggler: { profile: 'signals-only' } })).securityContext;
    expect(own).toMatchObject({ runAsUser: 65_532, runAsGroup: 65_532, capabilities: { drop: ['ALL'] } });
    const given = { profile: 'signals-only', runAsUser: 7, runAsGroup: 8 };
    expect(sidecarOf(charts.render({ straggler: given })).securityContext).toMatchObject({
      runAsUser: 7,
      runAsGroup: 8,
    });
  });

  test('the kubelet and the sidecar count with the same grace', (charts) => {
    const objects = charts.render({ straggler: { graceSeconds: 75 } });
    expect(podOf(objects).terminationGracePeriodSeconds).toBe(75);
    expect(environmentOf(objects)['STRAGGLER_GRACE_SECONDS']).toBe('75');
  });

  test('every value reaches the variable that the program reads', (charts) => {
    const given = {
      mode: 'resident',
      onBlind: 'fail',
      graceSeconds: 40,
      slowSeconds: 0.5,
      containers: ['a', 'b'],
      signal: 'never',
      signalAfterSeconds: 2.5,
      hold: true,
      preflightSeconds: 7,
      port: 9999,
      collector: { url: 'http://collector', audience: 'else' },
      reportVolume: { emptyDir: {} },
      apiWatch: true,
      source: false,
      logLevel: 'debug',
      workload: { kind: 'StatefulSet', name: '{{ .Release.Name }}-set' },
    };
    expect(environmentOf(charts.render({ straggler: given }))).toEqual({
      STRAGGLER_MODE: 'resident',
      STRAGGLER_PROFILE: 'same-uid',
      STRAGGLER_ON_BLIND: 'fail',
      STRAGGLER_GRACE_SECONDS: '40',
      STRAGGLER_SLOW_SECONDS: '0.5',
      STRAGGLER_CONTAINERS: 'a,b',
      STRAGGLER_SIGNAL: 'never',
      STRAGGLER_SIGNAL_AFTER_SECONDS: '2.5',
      STRAGGLER_HOLD: 'true',
      STRAGGLER_PREFLIGHT_SECONDS: '7',
      STRAGGLER_PORT: '9999',
      STRAGGLER_COLLECTOR_URL: 'http://collector',
      STRAGGLER_COLLECTOR_TOKEN_FILE: '/var/run/straggler/collector/token',
      STRAGGLER_REPORT_DIRECTORY: '/var/lib/straggler/reports',
      STRAGGLER_API_WATCH: 'true',
      STRAGGLER_SOURCE: 'false',
      STRAGGLER_LOG_LEVEL: 'debug',
      STRAGGLER_WORKLOAD_KIND: 'StatefulSet',
      STRAGGLER_WORKLOAD_NAME: 'web-set',
    });
  });

  test('the pod gets a token only with a collector or the API watch, and the service never does', (charts) => {
    const names = (straggler: object) =>
      podOf(charts.render({ straggler })).volumes.map(({ name }: { name: string }) => name);
    expect(names({})).toEqual(['app']);
    expect(names({ collector: { url: 'http://collector' } })).toEqual(['app', 'straggler-collector']);
    expect(names({ apiWatch: true })).toEqual(['app', 'straggler-api']);
    const pod = podOf(charts.render({ straggler: EVERYTHING }));
    expect(pod.automountServiceAccountToken).toBe(false);
    const [service] = pod.containers;
    expect(service.volumeMounts.map(({ name }: { name: string }) => name)).toEqual(['app']);
  });

  test('a variable of env takes the place of the one that the chart sets, so that no name stands twice', (charts) => {
    const env = [
      { name: 'STRAGGLER_LOG_LEVEL', value: 'warn' },
      { name: 'STRAGGLER_NODE_NAME', value: 'somewhere' },
    ];
    const { env: variables } = sidecarOf(charts.render({ straggler: { env } }));
    const names = variables.map(({ name }: { name: string }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(variables).toEqual(expect.arrayContaining(env));
  });

  test('a pod of class Guaranteed stays one if asked', (charts) => {
    const limits = { cpu: '200m', memory: '128Mi' };
    const { resources } = sidecarOf(
      charts.render({ straggler: { guaranteed: true, resources: { limits } } }),
    );
    expect(resources).toEqual({ limits, requests: limits });
  });

  test('resident mode has a port and a liveness probe, standby has neither', (charts) => {
    const resident = sidecarOf(charts.render({ straggler: { mode: 'resident', port: 9300 } }));
    expect(resident.ports).toEqual([{ name: 'straggler', containerPort: 9300 }]);
    expect(resident.livenessProbe.httpGet).toEqual({ path: '/healthz', port: 'straggler' });
    const standby = sidecarOf(charts.render());
    expect([standby.ports, standby.livenessProbe]).toEqual([undefined, undefined]);
  });

  test('the image may be named by tag, digest or both', (charts) => {
    const image = (values: object) => sidecarOf(charts.render({ straggler: { image: values } })).image;
    const digest = `sha256:${'a1'.repeat(32)}`;
    expect(image({ repository: 'r/straggler', tag: '1.2' })).toBe('r/straggler:1.2');
    expect(image({ repository: 'r/straggler', tag: '1.2', digest })).toBe(`r/straggler:1.2@${digest}`);
    expect(image({ repository: 'r/straggler', tag: '', digest })).toBe(`r/straggler@${digest}`);
  });

  test('the API watch gets a role that only looks at pods, bound to the pod’s account', (charts) => {
    expect(charts.render().some(({ kind }) => kind === 'Role')).toBe(false);
    const objects = charts.render({ straggler: { apiWatch: true } });
    const rules = objectNamed(objects, 'Role', 'web-straggler')['rules'];
    expect(rules).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }]);
    expect(objectNamed(objects, 'RoleBinding', 'web-straggler')['subjects']).toEqual([
      { kind: 'ServiceAccount', name: podOf(objects).serviceAccountName, namespace: 'shop' },
    ]);
  });

  test('a pod carries the label by which a collector watches it, and its selector does not change', (charts) => {
    const { template, selector } = objectNamed(charts.render(), 'Deployment', 'web')['spec'];
    expect(template.metadata.labels['straggler.dev/watch']).toBe('true');
    expect(selector.matchLabels).not.toHaveProperty(['straggler.dev/watch']);
    const off = objectNamed(charts.render({ straggler: { enabled: false } }), 'Deployment', 'web')['spec'];
    expect(off.template.metadata.labels).not.toHaveProperty(['straggler.dev/watch']);
  });

  test('switched off, it leaves the pod without itself, and with its grace', (charts) => {
    const objects = charts.render({ straggler: { enabled: false, image: { repository: '' } } });
    const pod = podOf(objects);
    expect(pod.initContainers).toBeNull();
    expect(pod.shareProcessNamespace).toBeUndefined();
    expect(pod.terminationGracePeriodSeconds).toBe(15);
    expect(objects.map(({ kind }) => kind)).not.toContain('Pod');
  });
});
