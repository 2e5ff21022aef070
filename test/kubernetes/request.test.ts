import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ClusterError } from '../../src/kubernetes/api.ts';
import { ask } from '../../src/kubernetes/request.ts';
import { ApiServer, give, refuse } from '../support/api-server.ts';

let server: ApiServer;
beforeEach(async () => {
  server = await new ApiServer().start();
});
afterEach(() => server.stop());

const get = (options: { signal?: AbortSignal; timeoutMs?: number } = {}) =>
  ask(server.access(), { method: 'GET', path: '/api/v1/things', what: 'the things', ...options });

function failure(promise: Promise<unknown>): Promise<ClusterError> {
  return promise.then(
    () => {
      throw new Error('it went well');
    },
    (error: ClusterError) => error,
  );
}

test('an answer is given with the token sent', async () => {
  server.on('GET', /things/, (_asked, response) => give(response, { items: [1] }));
  expect(await get()).toEqual({ items: [1] });
  expect(server.asked[0]?.headers.authorization).toBe('Bearer first');
});

test('a connection is used again for the next request', async () => {
  const ports = new Set<number | undefined>();
  server.on('GET', /things/, (_asked, response) => {
    ports.add(response.socket?.remotePort);
    give(response, {});
  });
  const access = server.access();
  for (let round = 0; round < 5; round++) await ask(access, { method: 'GET', path: '/things', what: 'them' });
  expect(ports.size).toBe(1);
});

test.each([
  [403, 'forbidden', false],
  [404, 'not-found', false],
  [409, 'conflict', true],
  [410, 'gone', true],
  [422, 'invalid', false],
  [500, 'failed', true],
] as const)(
  'a refusal with %i is %s, with the words of the server and what to do',
  async (status, code, isTransient) => {
    server.on('GET', /things/, (_asked, response) => refuse(response, status, { message: 'things are\nso' }));
    const error = await failure(get());
    expect(error).toMatchObject({ name: 'ClusterError', code, isTransient, status });
    expect(error.message).toBe(`the API server answered the things with ${status}: things are so`);
    expect(error.fix).not.toBe('');
  },
);

test('whoever comes too early asks again when the server said to, within the time', async () => {
  let times = 0;
  server.on('GET', /things/, (_asked, response) => {
    if (++times < 3) refuse(response, 429, {}, { 'retry-after': '0' });
    else give(response, { times });
  });
  expect(await get()).toEqual({ times: 3 });
});

test('a wait that the time does not allow is told instead of waited for', async () => {
  server.on('GET', /things/, (_asked, response) => refuse(response, 429, {}, { 'retry-after': '20' }));
  const error = await failure(get({ timeoutMs: 3_000 }));
  expect(error).toMatchObject({ code: 'failed', isTransient: true, retryAfterMs: 20_000 });
  expect(server.asked).toHaveLength(1);
});

test('a server that never answers is given up after the time', async () => {
  server.on('GET', /things/, () => undefined);
  const error = await failure(get({ timeoutMs: 200 }));
  expect(error).toMatchObject({ code: 'unreachable', isTransient: true });
  expect(error.message).toContain('within 0.2 s');
});

test('an answer that stops in its middle is given up after the time', async () => {
  server.on('GET', /things/, (_asked, response) => response.write('{"items":['));
  expect(await failure(get({ timeoutMs: 200 }))).toMatchObject({ code: 'unreachable' });
});

test('a caller that gives up is obeyed at once', async () => {
  const end = new AbortController();
  server.on('GET', /things/, () => end.abort());
  expect((await failure(get({ signal: end.signal }))).message).toContain('given up');
});

test('a server that dies in the middle of an answer and comes back is asked again', async () => {
  let times = 0;
  server.on('GET', /things/, (_asked, response) => {
    if (++times > 1) give(response, { times });
    else response.socket?.resetAndDestroy();
  });
  expect(await get()).toEqual({ times: 2 });
});

test('a server that is down is unreachable', async () => {
  const access = server.access();
  access.config();
  await server.stop();
  const error = await failure(ask(access, { method: 'GET', path: '/', what: 'it' }));
  expect(error).toMatchObject({ code: 'unreachable', isTransient: true });
  await server.start();
});

test('credentials that are refused are read anew, once the file has others', async () => {
  server.on('GET', /things/, ({ headers }, response) => {
    if (headers.authorization === 'Bearer second') give(response, { ok: true });
    else refuse(response, 401, { message: 'Unauthorized' });
  });
  const access = server.access();
  access.config();
  server.token = 'second';
  expect(await ask(access, { method: 'GET', path: '/things', what: 'them' })).toEqual({ ok: true });
});

test('neither an error nor its cause repeats the token', async () => {
  server.token = 'very-secret';
  server.on('GET', /things/, (_asked, response) => refuse(response, 401, { message: 'Unauthorized' }));
  const error = await failure(get());
  expect(error.code).toBe('forbidden');
  expect(JSON.stringify([error, error.message, error.stack, error.cause])).not.toContain('very-secret');
});

test('what is not JSON is told to be something else than an API server', async () => {
  server.on('GET', /things/, (_asked, response) => response.end('<html>login</html>'));
  expect(await failure(get())).toMatchObject({ code: 'failed', fix: expect.stringContaining('address') });
});

test('a namespace that is being deleted is gone, not forbidden', async () => {
  const details = { causes: [{ reason: 'NamespaceTerminating' }] };
  server.on('GET', /things/, (_asked, response) => refuse(response, 403, { message: 'no', details }));
  expect(await failure(get())).toMatchObject({ code: 'gone', isTransient: false });
});
