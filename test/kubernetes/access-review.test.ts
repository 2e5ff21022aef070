import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mayGetHangs } from '../../src/kubernetes/access-review.ts';
import { ApiServer, give, refuse } from '../support/api-server.ts';

let server: ApiServer;
beforeEach(async () => {
  server = await new ApiServer().start();
});
afterEach(() => server.stop());

const ann = { username: 'ann', groups: ['sre'], uid: '' };
const answer = (status: object) =>
  server.on('POST', /subjectaccessreviews$/, (_asked, response) => give(response, { status }, 201));

test('whoever may get hangs in a namespace may read there', async () => {
  answer({ allowed: true });
  expect(await mayGetHangs(server.access(), { user: ann, namespace: 'shop' })).toBe(true);
  expect(server.asked[0]?.body).toMatchObject({
    spec: {
      user: 'ann',
      groups: ['sre'],
      resourceAttributes: { group: 'straggler.dev', resource: 'hangs', verb: 'get', namespace: 'shop' },
    },
  });
});

test('all namespaces are asked for by naming none', async () => {
  answer({ allowed: true });
  await mayGetHangs(server.access(), { user: ann, namespace: null });
  expect(server.asked[0]?.body).not.toHaveProperty('spec.resourceAttributes.namespace');
});

test.each([[{ allowed: false }], [{}], [{ allowed: true, denied: true }]])('%j is a no', async (status) => {
  answer(status);
  expect(await mayGetHangs(server.access(), { user: ann, namespace: 'shop' })).toBe(false);
});

test('a review that may not be made is an error, and no yes', async () => {
  server.on('POST', /subjectaccessreviews$/, (_asked, response) => refuse(response, 403, {}));
  await expect(mayGetHangs(server.access(), { user: ann, namespace: null })).rejects.toMatchObject({
    code: 'forbidden',
  });
});
