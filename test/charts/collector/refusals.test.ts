/** Values of the collector's chart that do not fit together are refused, with what mends them. */
import { expect } from '@jest/globals';
import { withEachHelm } from '../each-helm.ts';

const REFUSED: [string, object, string][] = [
  ['several replicas of SQLite', { replicas: 2 }, 'set replicas to 1, or store.kind to postgresql'],
  [
    'PostgreSQL without an address',
    { store: { kind: 'postgresql' } },
    'holds postgresql://USER:PASSWORD@HOST',
  ],
  [
    'an address without PostgreSQL',
    { store: { databaseUrlSecret: { name: 'x' } } },
    'set store.kind to postgresql, or leave the Secret out',
  ],
  ['no image', { image: { repository: '' } }, 'say where your cluster finds Straggler'],
  ['half a digest', { image: { digest: 'sha256:12' } }, 'set it to sha256: and 64 digits'],
  [
    'a shared token without a Secret',
    { auth: { kind: 'token-file' } },
    'set it to a Secret of this namespace',
  ],
  ['pages for everybody', { read: { expose: true } }, 'set read.auth to kubernetes or token-file'],
  [
    'readers nobody can be',
    { read: { auth: 'kubernetes' } },
    'set read.expose to true, or leave read.auth out',
  ],
  [
    'a token of readers without a Secret',
    { read: { expose: true, auth: 'token-file' } },
    'read.tokenSecret.name: set it to a Secret',
  ],
  ['cert-manager without an issuer', { tls: { certManager: { enabled: true } } }, 'Issuer or ClusterIssuer'],
  ['an odd address of the pages', { pageUrl: 'straggler.example' }, 'begins with https:// or http://'],
  ['a template for nobody', { webhook: { template: '{}' } }, 'set webhook.urlSecret.name'],
  [
    'a variable that has a value of its own',
    { env: [{ name: 'STRAGGLER_COLLECTOR_STORE', value: 'x' }] },
    "use the chart's value for it",
  ],
  ['a misspelt value', { replica: 2 }, "additional properties 'replica' not allowed"],
  ['an unknown word', { store: { kind: 'mysql' } }, "'sqlite', 'postgresql'"],
  ['a word where a number belongs', { retention: { keepDays: 'all' } }, 'got string, want integer'],
];

withEachHelm((test) => {
  for (const [what, values, fix] of REFUSED)
    test(`${what}: refused, and the message carries the fix`, (charts) => {
      const { status, stderr } = charts.templateOf(['straggler', 'straggler'], values);
      expect(stderr).toContain(fix);
      expect(status).not.toBe(0);
    });

  test('all that is wrong is said at once', (charts) => {
    const values = { replicas: 3, read: { expose: true } };
    const { stderr } = charts.templateOf(['straggler', 'straggler'], values);
    expect(stderr).toMatch(/replicas is 3.*\n.*read\.expose/);
  });
});
