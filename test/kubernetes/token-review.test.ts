import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { reviewToken } from '../../src/kubernetes/token-review.ts';
import { ApiServer, give, refuse } from '../support/api-server.ts';

let server: ApiServer;
beforeEach(async () => {
  server = await new ApiServer().start();
});
afterEach(() => server.stop());

const user = {
  username: 'system:serviceaccount:shop:orders',
  uid: 'u1',
  groups: ['system:serviceaccounts'],
  extra: {
    'authentication.kubernetes.io/pod-name': ['orders-1'],
    'authentication.kubernetes.io/pod-uid': ['p1'],
  },
};

function answer(status: object): void {
  server.on('POST', /tokenreviews$/, (_asked, response) => give(response, { status }, 201));
}
const review = (audience: string | null = 'straggler', token = 'abc.def') =>
  reviewToken(server.access(), { token, audience });

test('a projected token of the audience tells its pod', async () => {
  answer({ authenticated: true, audiences: ['straggler'], user });
  expect(await review()).toEqual({
    isValid: true,
    username: user.username,
    groups: user.groups,
    uid: 'u1',
    pod: { namespace: 'shop', name: 'orders-1', uid: 'p1' },
  });
  expect(server.asked[0]?.body).toMatchObject({ spec: { token: 'abc.def', audiences: ['straggler'] } });
});

test.each([
  ['says nothing of audiences', undefined],
  ['names another one', ['other']],
])('a token is refused when the server %s', async (_title, audiences) => {
  answer({ authenticated: true, audiences, user });
  expect(await review()).toEqual({ isValid: false, reason: expect.stringContaining('straggler') });
});

test('a person is asked for without an audience, and has no pod', async () => {
  answer({ authenticated: true, user: { username: 'ann', groups: ['sre'] } });
  expect(await review(null)).toEqual({ isValid: true, username: 'ann', groups: ['sre'], uid: '', pod: null });
  expect(server.asked[0]?.body).not.toHaveProperty('spec.audiences');
});

test('a person who calls itself like a pod has none without the rest of a service account', async () => {
  answer({
    authenticated: true,
    audiences: ['straggler'],
    user: { ...user, username: 'system:serviceaccount:shop' },
  });
  expect(await review()).toMatchObject({ isValid: true, pod: null });
});

test('the reason of a refusal does not repeat the token', async () => {
  answer({ authenticated: false, error: 'bad token abc.def, sorry' });
  expect(await review()).toEqual({ isValid: false, reason: 'bad token (token), sorry' });
});

test('what cannot be a token is not sent', async () => {
  expect(await review('straggler', '')).toMatchObject({ isValid: false });
  expect(await review('straggler', 'x'.repeat(20_000))).toMatchObject({ isValid: false });
  expect(server.asked).toEqual([]);
});

test('a review that may not be made is an error, and no refusal of the token', async () => {
  server.on('POST', /tokenreviews$/, (_asked, response) => refuse(response, 403, { message: 'no' }));
  await expect(review()).rejects.toMatchObject({ name: 'ClusterError', code: 'forbidden' });
});
