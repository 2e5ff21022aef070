import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { applyObject, deleteObject, listObjects } from '../../src/kubernetes/apply.ts';
import { ApiServer, give, refuse } from '../support/api-server.ts';

let server: ApiServer;
beforeEach(async () => {
  server = await new ApiServer().start();
});
afterEach(() => server.stop());

const HANGS = { group: 'straggler.dev', version: 'v1', plural: 'hangs' };
const object = {
  apiVersion: 'straggler.dev/v1',
  kind: 'Hang',
  metadata: { namespace: 'shop', name: 'orders-1' },
};

test('an object is applied by the server, its status by itself', async () => {
  server.on('PATCH', /./, (_asked, response) => give(response, object));
  await applyObject(server.access(), HANGS, object, { fieldManager: 'me' });
  await applyObject(server.access(), HANGS, object, { fieldManager: 'me', subresource: 'status' });
  const path = '/apis/straggler.dev/v1/namespaces/shop/hangs/orders-1';
  expect(server.asked.map((one) => one.path)).toEqual([path, `${path}/status`]);
  expect(server.asked[0]?.headers['content-type']).toBe('application/apply-patch+yaml');
  expect([...(server.asked[0]?.query ?? [])]).toEqual([
    ['fieldManager', 'me'],
    ['force', 'true'],
  ]);
  expect(server.asked[0]?.body).toEqual(object);
});

test('a name from outside cannot leave its place in the path', async () => {
  const metadata = { namespace: '../kube-system', name: 'a/b?c' };
  await applyObject(server.access(), HANGS, { ...object, metadata }, { fieldManager: 'me' }).catch(
    () => undefined,
  );
  expect(server.asked[0]?.path).toBe('/apis/straggler.dev/v1/namespaces/..%2Fkube-system/hangs/a%2Fb%3Fc');
});

test('only the object with the uid is deleted', async () => {
  server.on('DELETE', /./, (_asked, response) => give(response, {}));
  await deleteObject(server.access(), HANGS, { namespace: 'shop', name: 'orders-1', uid: 'u1' });
  expect(server.asked[0]?.body).toMatchObject({ preconditions: { uid: 'u1' } });
});

test.each([404, 409])('one that is gone or another by now (%i) is as good as deleted', async (status) => {
  server.on('DELETE', /./, (_asked, response) => refuse(response, status, {}));
  await deleteObject(server.access(), HANGS, { namespace: 'shop', name: 'orders-1', uid: 'u1' });
});

test('objects are listed by their names, over all pages, as far as wanted', async () => {
  server.on('GET', /^\/apis\/straggler\.dev\/v1\/hangs$/, ({ query }, response) => {
    const page = Number(query.get('continue') ?? 0);
    const items = [{ metadata: { namespace: 'shop', name: `h${page}`, uid: `u${page}` } }];
    give(response, { metadata: page < 5 ? { continue: String(page + 1) } : {}, items });
  });
  const all = { namespace: null, selector: 'a=b' };
  const found = await listObjects(server.access(), HANGS, { ...all, limit: 100 });
  expect(found.map(({ name }) => name)).toEqual(['h0', 'h1', 'h2', 'h3', 'h4', 'h5']);
  expect(await listObjects(server.access(), HANGS, { ...all, limit: 2 })).toHaveLength(2);
  expect(server.asked).toHaveLength(8);
});
