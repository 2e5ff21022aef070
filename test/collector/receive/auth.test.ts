import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createAuthenticate } from '../../../src/collector/receive/auth/authenticator.ts';
import type { Review, Reviewed } from '../../../src/collector/receive/auth/pod-tokens.ts';
import { reportJson } from '../../../src/report/render/json.ts';
import { hung, POD } from '../../delivery/support/reports.ts';
import { until } from '../../support/processes.ts';
import { post, receiving, results } from './world.ts';

const OWN = { namespace: POD.namespace, name: POD.name, uid: POD.uid };
const KUBERNETES = { kind: 'kubernetes', audience: 'straggler' } as const;
let folder: string;
let world: Awaited<ReturnType<typeof receiving>> | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-auth-'));
});
afterEach(async () => {
  await world?.server.stop();
  world = null;
  rmSync(folder, { recursive: true });
});

/** Counts what it is asked. */
function reviews(answer: (token: string) => Reviewed | Promise<Reviewed>) {
  const asked: string[] = [];
  const review: Review = async (token) => {
    asked.push(token);
    return await answer(token);
  };
  return { asked, authenticate: createAuthenticate(KUBERNETES, review) };
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

/** As the API server makes it, but for the signature. */
function jwt(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`;
}

test('a token is reviewed once, and believed on whose report it is', async () => {
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  const { asked, authenticate } = reviews(async () => {
    await gate;
    return { isValid: true, pod: OWN };
  });
  world = await receiving({ authenticate });
  const { server } = world;
  const body = reportJson({ ...hung(), pod: null });
  const { port } = world;
  const all = Array.from({ length: 20 }, () => post(port, body, bearer('one')));
  await until(() => server.load.connections === 20, 'all senders');
  await until(() => asked.length > 0, 'a review');
  await new Promise((resolve) => setTimeout(resolve, 100));
  go();
  await Promise.all(all);
  expect((await post(port, body, bearer('one'))).status).toBe(409);
  expect(asked).toEqual(['one']);
  expect([...world.store.reports.values()][0]?.summary.podUid).toBe(POD.uid);
});

test('forged tokens, tokens of nobody and none at all are refused, and never reach the log', async () => {
  const { asked, authenticate } = reviews((token) =>
    token.startsWith('user') ? { isValid: true, pod: null } : { isValid: false, reason: 'secret' },
  );
  world = await receiving({ authenticate });
  const body = reportJson(hung());
  expect((await post(world.port, body, bearer('forged-1'))).status).toBe(401);
  expect((await post(world.port, body, bearer('forged-1'))).status).toBe(401);
  expect((await post(world.port, body, bearer('user-1'))).status).toBe(403);
  expect((await post(world.port, body)).status).toBe(401);
  expect((await post(world.port, body, { headers: { authorization: 'Basic x' } })).status).toBe(401);
  expect(asked).toEqual(['forged-1', 'user-1']);
  expect(await results(world.metrics, 'rejected_auth')).toBe(5);
  expect(world.logged.join()).not.toMatch(/forged-1|user-1|secret/);
  expect(world.store.reports.size).toBe(0);
});

test('a body of megabytes behind a forged token is refused without being kept', async () => {
  const { authenticate } = reviews(() => ({ isValid: false, reason: '' }));
  world = await receiving({ authenticate });
  const answer = await post(world.port, 'x'.repeat(1_000_000), bearer('forged'));
  expect(answer.status).toBe(401);
  expect(world.server.load.bytes).toBe(0);
});

test('while the API server does not answer nobody is refused, and nobody is believed', async () => {
  let isDown = true;
  const { authenticate } = reviews(() =>
    isDown ? Promise.reject(new Error('connect ECONNREFUSED')) : { isValid: true, pod: OWN },
  );
  world = await receiving({ authenticate });
  const body = reportJson(hung());
  const answer = await post(world.port, body, bearer('one'));
  expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1']);
  expect(await results(world.metrics, 'rejected_auth')).toBe(0);
  isDown = false;
  expect((await post(world.port, body, bearer('one'))).status).toBe(202);
});

test('an expired token is reviewed anew each time, and never remembered as good', async () => {
  const { asked, authenticate } = reviews(() => ({ isValid: true, pod: OWN }));
  const old = jwt({ exp: Math.floor(Date.now() / 1000) - 10 });
  const fresh = jwt({ exp: Math.floor(Date.now() / 1000) + 600 });
  for (const token of [old, old, fresh, fresh]) await authenticate(`Bearer ${token}`);
  expect(asked).toEqual([old, old, fresh]);
});

test('no more reviews than sixteen run at once', async () => {
  const waiting: (() => void)[] = [];
  const { asked, authenticate } = reviews(async () => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    return { isValid: true, pod: OWN };
  });
  const all = Array.from({ length: 40 }, (_, index) => authenticate(`Bearer token-${index}`));
  await until(() => asked.length >= 16, 'the first reviews');
  expect(asked.length).toBe(16);
  while (waiting.length > 0) {
    for (const go of waiting.splice(0)) go();
    await new Promise((resolve) => setImmediate(resolve));
    expect(waiting.length).toBeLessThanOrEqual(16);
  }
  expect((await Promise.all(all)).length).toBe(40);
});

test('a shared token is compared with the file, which may be replaced', async () => {
  const tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, 'first\n');
  const authenticate = createAuthenticate({ kind: 'token-file', tokenFile }, never);
  world = await receiving({ authenticate });
  const { port } = world;
  const statusWith = async (token: string) => (await post(port, reportJson(hung()), bearer(token))).status;
  expect(await statusWith('first')).toBe(202);
  expect(await statusWith('second')).toBe(401);
  expect(await statusWith('firs')).toBe(401);
  writeFileSync(tokenFile, 'second\n');
  await until(async () => (await statusWith('second')) === 409, 'the new token');
  expect(await statusWith('first')).toBe(401);
});

test('with no token in its file a collector refuses nobody for good', async () => {
  const authenticate = createAuthenticate({ kind: 'token-file', tokenFile: join(folder, 'none') }, never);
  world = await receiving({ authenticate });
  expect((await post(world.port, reportJson(hung()), bearer('x'))).status).toBe(503);
});

const never: Review = () => Promise.reject(new Error('not asked'));
