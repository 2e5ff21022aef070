import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { fromKubeconfig, inCluster } from '../../src/kubernetes/api.ts';
import { ask } from '../../src/kubernetes/request.ts';
import { authority, HAS_OPENSSL } from '../delivery/support/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'straggler-api-'));
afterAll(() => rmSync(folder, { recursive: true }));

function kubeconfig(name: string, server: string, ca: string | null = null, current = 'here'): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    JSON.stringify({
      'current-context': current,
      clusters: [{ name: 'c', cluster: { server, ...(ca === null ? {} : { 'certificate-authority': ca }) } }],
      users: [{ name: 'u', user: { token: 'secret' } }],
      contexts: [
        { name: 'here', context: { cluster: 'c', user: 'u', namespace: 'shop' } },
        { name: 'there', context: { cluster: 'c', user: 'u' } },
      ],
    }),
  );
  return path;
}

test('a context is chosen by its name, and tells its namespace', () => {
  const path = kubeconfig('contexts', 'https://example:6443');
  expect(fromKubeconfig({ context: null, path }).namespace()).toBe('shop');
  expect(fromKubeconfig({ context: 'there', path }).namespace()).toBeNull();
});

test.each([
  [
    'a context that is not there',
    () => ({ context: 'nowhere', path: kubeconfig('a', 'https://x') }),
    'get-contexts',
  ],
  ['a file that is not there', () => ({ context: null, path: join(folder, 'none') }), 'kubectl get pods'],
  [
    'a file of which no context is chosen',
    () => ({ context: null, path: kubeconfig('b', 'https://x', null, '') }),
    '--context',
  ],
])('%s is told at once, with what to do', (_title, options, fix) => {
  expect(() => fromKubeconfig(options())).toThrow(
    expect.objectContaining({ name: 'ClusterError', code: 'invalid', fix: expect.stringContaining(fix) }),
  );
});

test('a machine without any kubeconfig is told to be one', () => {
  const { HOME, KUBECONFIG } = process.env;
  process.env['HOME'] = folder;
  delete process.env['KUBECONFIG'];
  try {
    expect(() => fromKubeconfig({ context: null, path: null })).toThrow('there is no kubeconfig');
  } finally {
    if (HOME !== undefined) process.env['HOME'] = HOME;
    if (KUBECONFIG !== undefined) process.env['KUBECONFIG'] = KUBECONFIG;
  }
});

test('outside of a cluster the first request says so, and not the beginning', async () => {
  const access = inCluster();
  await expect(ask(access, { method: 'GET', path: '/', what: 'it' })).rejects.toMatchObject({
    name: 'ClusterError',
  });
});

(HAS_OPENSSL ? test : test.skip)(
  'a certificate of another authority is refused before the token is sent; a replaced authority is read anew',
  async () => {
    const right = authority(folder);
    const wrong = authority(folder);
    const tokens: (string | undefined)[] = [];
    const server = createServer({ key: right.key, cert: right.cert }, (request, response) => {
      tokens.push(request.headers.authorization);
      response.end('{"ok":true}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const ca = join(folder, 'ca.crt');
    writeFileSync(ca, readFileSync(wrong.caFile));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const access = fromKubeconfig({ context: null, path: kubeconfig('tls', url, ca) });
    const get = () => ask(access, { method: 'GET', path: '/', what: 'it' });
    try {
      await expect(get()).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining('certificate'),
        fix: expect.stringContaining('certificate-authority'),
      });
      expect(tokens).toEqual([]);
      writeFileSync(ca, readFileSync(right.caFile));
      expect(await get()).toEqual({ ok: true });
      expect(tokens).toEqual(['Bearer secret']);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  },
);
