import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer, give, refuse } from '../../support/api-server.ts';
import { clusterScene, NOW_MS } from './support/cluster-scene.ts';
import type { Got, Running } from './support/server.ts';
import { startReading } from './support/server.ts';

const address = { host: '127.0.0.1', port: 0 };
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const basic = (token: string) => ({
  headers: { authorization: `Basic ${Buffer.from(`anyone:${token}`).toString('base64')}` },
});

describe('with a token of a file', () => {
  let folder: string;
  let tokenFile: string;
  let running: Running;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'straggler-read-'));
    tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, 's3cret\n');
    running = await startReading(clusterScene(), {
      settings: { address, auth: { kind: 'token-file', tokenFile } },
    });
  });
  afterEach(async () => {
    await running.stop();
    rmSync(folder, { recursive: true });
  });

  test('nothing is shown to whoever has none, or another', async () => {
    const wrong = [
      {},
      bearer('other'),
      basic('other'),
      { headers: { authorization: 'Basic x' } },
      bearer(''),
    ];
    for (const path of ['/', '/reports/01JDB4Z0R0000000000000000A.json', '/api/v1/hangs', '/api/v1/version'])
      for (const options of wrong) {
        const { status, headers, text } = await running.get(path, options);
        expect(status).toBe(401);
        expect(headers['www-authenticate']).toMatch(/^Basic realm=/);
        expect(text).not.toMatch(/poller|orders/);
      }
  });

  test('it is taken as a bearer, and as the password that a browser asks for, under any host name', async () => {
    for (const options of [bearer('s3cret'), basic('s3cret')]) {
      const { status } = await running.get('/', {
        headers: { ...options.headers, host: 'straggler.example' },
      });
      expect(status).toBe(200);
    }
  });

  test('a new token counts at once, and the old one no more', async () => {
    writeFileSync(tokenFile, 'renewed');
    expect((await running.get('/', bearer('s3cret'))).status).toBe(401);
    expect((await running.get('/', bearer('renewed'))).status).toBe(200);
  });

  test('an empty or missing file lets nobody in', async () => {
    writeFileSync(tokenFile, '\n');
    expect((await running.get('/', basic(''))).status).toBe(401);
    expect((await running.get('/', bearer('s3cret'))).status).toBe(503);
    rmSync(tokenFile);
    expect((await running.get('/', bearer('s3cret'))).status).toBe(503);
  });
});

describe('with the API server', () => {
  let api: ApiServer;
  let running: Running;
  let nowMs: number;
  /** Namespaces by token; `*`: all. */
  let rights: Record<string, string[]>;
  beforeEach(async () => {
    nowMs = NOW_MS;
    rights = { admin: ['*'], shopkeeper: ['shop'], both: ['billing', 'mail'], guest: [] };
    api = await new ApiServer().start();
    api.on('POST', /tokenreviews$/, ({ body }, response) => {
      const { token } = (body as { spec: { token: string } }).spec;
      const isKnown = Object.hasOwn(rights, token);
      give(
        response,
        { status: { authenticated: isKnown, user: { username: token, groups: ['people'] } } },
        201,
      );
    });
    api.on('POST', /subjectaccessreviews$/, ({ body }, response) => {
      const { user, resourceAttributes } = (
        body as {
          spec: { user: string; resourceAttributes: { namespace?: string; resource: string; group: string } };
        }
      ).spec;
      expect(resourceAttributes).toMatchObject({ group: 'straggler.dev', resource: 'hangs', verb: 'get' });
      const allowed = rights[user]?.includes(resourceAttributes.namespace ?? '*') === true;
      give(response, { status: { allowed } }, 201);
    });
    running = await startReading(clusterScene(), {
      settings: { address, auth: { kind: 'kubernetes' } },
      access: api.access(),
      clock: () => nowMs,
    });
  });
  afterEach(async () => {
    await running.stop();
    await api.stop();
  });
  const get = (token: string, path: string): Promise<Got> => running.get(path, bearer(token));

  test('whoever may get hangs everywhere sees everything', async () => {
    const { status, text } = await get('admin', '/');
    expect(status).toBe(200);
    expect(text).toContain('1,412');
    expect((await get('admin', '/api/v1/reports')).status).toBe(200);
  });

  test('a token that is not known is asked for another', async () => {
    expect((await get('stranger', '/')).status).toBe(401);
    expect((await running.get('/')).status).toBe(401);
  });

  test('whoever may in one namespace has to name it, and sees nothing of the others', async () => {
    const needed = await get('shopkeeper', '/');
    expect(needed.status).toBe(403);
    expect(needed.text).toContain('href="/?namespace=shop"');
    expect(needed.text).not.toContain('namespace=billing');
    const { status, text } = await get('shopkeeper', '/?namespace=shop');
    expect(status).toBe(200);
    expect(text).toContain('deployment/orders');
    expect(text).not.toMatch(/billing|ledger|mailer|1,412/);
    expect((await get('shopkeeper', '/?namespace=mail')).status).toBe(403);
    expect((await get('shopkeeper', '/api/v1/reports')).status).toBe(403);
    expect((await get('shopkeeper', '/api/v1/reports?namespace=billing')).status).toBe(403);
  });

  test('a hang of several namespaces is told of the one that may be read', async () => {
    const { status, text } = await get('shopkeeper', '/hangs/e3c03dde8baa4e1c');
    expect(status).toBe(200);
    expect(text).toContain('in the namespace shop');
    expect(text).not.toMatch(/billing\/|statefulset|invoices|worker-3|worker-1/);
    expect(JSON.parse((await get('shopkeeper', '/api/v1/hangs/e3c03dde8baa4e1c')).text)).toMatchObject({
      namespaces: ['shop'],
      nodes: [],
    });
  });

  test('a hang and a report of another namespace are not there, as if there were none', async () => {
    for (const path of [
      '/hangs/7b3763b900d8301a',
      '/reports/01JDB4Z0R0000000000000002A',
      '/reports/01JDB4Z0R0000000000000002A.json',
      '/api/v1/reports/01JDB4Z0R0000000000000002A',
    ]) {
      const theirs = await get('shopkeeper', path);
      expect(theirs.status).toBe(404);
      expect(theirs.text).not.toMatch(/ledger|mailer/);
    }
    expect((await get('both', '/reports/01JDB4Z0R0000000000000002A')).status).toBe(200);
    expect((await get('guest', '/reports/01JDB4Z0R0000000000000000A')).status).toBe(404);
  });

  test('the API server is not asked again for every page, and a right that ends, ends', async () => {
    for (let index = 0; index < 5; index++) expect((await get('admin', '/')).status).toBe(200);
    expect(api.count('POST', /tokenreviews$/)).toBe(1);
    expect(api.count('POST', /subjectaccessreviews$/)).toBe(1);
    rights = {};
    nowMs += 31_000;
    expect((await get('admin', '/')).status).toBe(401);
  });

  test('an API server that refuses to say is no yes', async () => {
    api.on('POST', /subjectaccessreviews$/, (_asked, response) => refuse(response, 403, {}));
    const { status, text } = await get('admin', '/');
    expect(status).toBe(503);
    expect(text).toContain('subjectaccessreviews');
    expect(text).not.toContain('poller');
  });
});

test('without an API server nobody can be let in by it', async () => {
  const running = await startReading(clusterScene(), { settings: { address, auth: { kind: 'kubernetes' } } });
  try {
    expect((await running.get('/', bearer('any'))).status).toBe(503);
  } finally {
    await running.stop();
  }
});
