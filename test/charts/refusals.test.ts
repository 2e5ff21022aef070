/** Values that cannot work are refused when the chart is rendered, with what mends them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { withEachHelm } from './each-helm.ts';
import { Charts, helmNamed } from './render.ts';

const REFUSED: [string, object, string][] = [
  ['an unknown profile', { profile: 'sameuid' }, "'same-uid', 'ptrace', 'signals-only'"],
  ['a misspelt value', { profil: 'ptrace' }, "additional properties 'profil' not allowed"],
  ['a word where a number belongs', { graceSeconds: 'ten' }, 'got string, want integer'],
  ['a removed part', { collector: null }, "missing property 'collector'"],
  ['no image', { image: { repository: '' } }, 'say where your cluster finds Straggler'],
  ['half a digest', { image: { digest: 'sha256:12' } }, 'set it to sha256: and 64 digits'],
  ['a grace without time', { graceSeconds: 1 }, 'set it to 2 or more'],
  [
    'slow after the kill',
    { slowSeconds: 16 },
    'the pod is killed after straggler.graceSeconds, 15: set it lower',
  ],
  ['root without capabilities', { runAsUser: 0, runAsGroup: 0 }, 'Set straggler.profile to ptrace'],
  ['a user without a group', { runAsUser: 2000 }, 'which `id -g` prints in its container'],
  ['a group without a user', { runAsGroup: 2000 }, 'which `id -u` prints in its container'],
  ['ptrace for another user', { profile: 'ptrace', runAsUser: 5 }, 'set straggler.profile to same-uid'],
  ['root for signals only', { profile: 'signals-only', runAsUser: 0 }, 'which needs no rights: leave it out'],
  ['signals that it may not send', { profile: 'signals-only', signal: 'always' }, 'set it to never'],
  ['an odd URL', { collector: { url: 'ftp://x' } }, 'begins with https:// or http://'],
  ['a CA without TLS', { collector: { url: 'http://x', caSecret: 'ca' } }, 'or leave caSecret out'],
  ['two volume sources', { reportVolume: { name: 'x', emptyDir: {} } }, 'set one volume source, such as'],
  ['Guaranteed without a CPU limit', { guaranteed: true }, 'set straggler.resources.limits.cpu'],
];

withEachHelm((test, name) => {
  for (const [what, straggler, fix] of REFUSED) {
    test(`${what}: refused, and the message carries the fix`, (charts) => {
      const { status, stderr } = charts.template({ straggler });
      expect(stderr).toContain(fix);
      expect(status).not.toBe(0);
    });
  }

  test('all that is wrong is said at once', (charts) => {
    const { stderr } = charts.template({ straggler: { runAsUser: 2000, guaranteed: true } });
    expect(stderr).toMatch(/runAsGroup.*\n.*limits\.cpu/);
  });

  test('what one workload overrides is checked too', (charts) => {
    const file = join(charts.folder, 'example-service/templates/rbac.yaml');
    const before = readFileSync(file, 'utf8');
    const context = '(dict "root" . "straggler" (dict "profile" "nonsense"))';
    writeFileSync(file, `{{ include "straggler-sidecar.podFields" ${context} }}`);
    try {
      expect(charts.template().stderr).toContain(
        'straggler.profile is "nonsense": set it to same-uid or ptrace',
      );
    } finally {
      writeFileSync(file, before);
    }
  });

  test('a dependency without its alias is told of', () => {
    const charts = new Charts(helmNamed(name) ?? '');
    try {
      charts.prepare((folder) => {
        const file = join(folder, 'example-service/Chart.yaml');
        writeFileSync(file, readFileSync(file, 'utf8').replace(/.*alias:.*\n/, ''));
      });
      expect(charts.template().stderr).toContain('the line `alias: straggler` in Chart.yaml');
    } finally {
      charts.remove();
    }
  });
});
