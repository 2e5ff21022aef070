/** The example service: what it takes to use the sidecar, and what its user is told. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test as plainTest } from '@jest/globals';
import { withEachHelm } from './each-helm.ts';
import { objectNamed, podOf, sidecarOf } from './render.ts';

const CHART = resolve(import.meta.dirname, '../../charts/example-service');

plainTest('a chart takes the sidecar in under ten lines', () => {
  const files = ['Chart.yaml', ...readdirSync(join(CHART, 'templates')).map((name) => `templates/${name}`)];
  const lines = files
    .filter((name) => /\.(yaml|tpl)$/.test(name))
    .flatMap((name) => readFileSync(join(CHART, name), 'utf8').split('\n'));
  const marked = lines.filter((line) => /(#|\/\*) Straggler/.test(line));
  expect(marked.length).toBeLessThan(10);
  // What is not marked needs none of it, but for the optional role.
  const others = lines.filter((line) => !marked.includes(line) && line.includes('straggler'));
  expect(others.join('\n')).toMatch(/^[^\n]*apiWatch[^\n]*\n[^\n]*straggler-sidecar\.rbac[^\n]*$/);
});

withEachHelm((test, name) => {
  test('helm test runs preflight beside a Python of the same image and user, under the sidecar’s own rights', (charts) => {
    for (const profile of ['same-uid', 'ptrace', 'signals-only']) {
      const objects = charts.render({ straggler: { profile } });
      const { metadata, spec } = objectNamed(objects, 'Pod', 'web-preflight');
      expect(metadata.annotations).toMatchObject({ 'helm.sh/hook': 'test' });
      expect(spec.restartPolicy).toBe('Never');
      const [preflight] = spec.containers;
      expect(preflight.args).toEqual(['preflight']);
      const sidecar = sidecarOf(objects);
      for (const field of ['image', 'securityContext', 'env'])
        expect(preflight[field]).toEqual(sidecar[field]);
      expect(spec.initContainers[0]).toEqual(sidecar);
      const pod = podOf(objects);
      expect(spec.initContainers[1]).toMatchObject({
        restartPolicy: 'Always',
        image: pod.containers[0].image,
      });
      expect(spec.securityContext).toEqual(pod.securityContext);
      expect(spec.shareProcessNamespace).toBe(true);
    }
  });

  test('the service’s own program is in its pod, and hangs only if asked', (charts) => {
    const objects = charts.render({ hang: true });
    expect(objectNamed(objects, 'ConfigMap', 'web')['data']['service.py']).toBe(
      readFileSync(join(CHART, 'files/service.py'), 'utf8'),
    );
    expect(podOf(objects).containers[0].env).toEqual([{ name: 'HANG', value: 'true' }]);
    expect(podOf(charts.render()).containers[0].env).toEqual([{ name: 'HANG', value: 'false' }]);
  });

  // Helm 3 asks a cluster even for a dry run.
  const notesTest = name === 'helm4' ? test : () => undefined;
  notesTest('the notes say what to run next', (charts) => {
    const words = ['install', 'web', 'example-service', '--dry-run=client', '--namespace', 'shop'];
    const { stdout } = charts.helm(...words);
    const notes = stdout.slice(stdout.indexOf('NOTES:'));
    expect(notes).toContain('helm test web -n shop --logs');
    expect(notes).toContain('straggler.js preflight');
    expect(notes).toContain('logs -f "$POD" -c straggler');
  });

  test('a service that runs as root is rendered with a sidecar that is root too', (charts) => {
    const values = { podSecurityContext: { runAsUser: 0, runAsGroup: 0 }, straggler: { profile: 'ptrace' } };
    const pod = podOf(charts.render(values));
    expect(pod.securityContext.runAsNonRoot).toBeUndefined();
    expect(pod.initContainers[0].securityContext.runAsUser).toBe(0);
  });
});
