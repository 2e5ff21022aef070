import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { NotifierPlan, NotifierTimes } from '../../../src/collector/notify/notifier.ts';
import { HangNotifier } from '../../../src/collector/notify/notifier.ts';
import { post } from '../../../src/collector/notify/post.ts';
import { TemplateError } from '../../../src/collector/notify/template.ts';
import { until as eventually } from '../../support/processes.ts';
import type { Webhook } from './support/webhook.ts';
import { NewHangs, newHang, webhook } from './support/webhook.ts';

let folder: string;
let urlFile: string;
let hook: Webhook | undefined;
let notifier: HangNotifier | undefined;
let lines: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-notify-'));
  urlFile = join(folder, 'url');
  lines = [];
});
afterEach(async () => {
  await notifier?.stop();
  notifier = undefined;
  await hook?.close();
  hook = undefined;
  rmSync(folder, { recursive: true });
});

const QUICK: Partial<NotifierTimes> = {
  lookMs: 20,
  windowMs: 60_000,
  firstPauseMs: 5,
  longestPauseMs: 20,
  refusedMs: 60_000,
};

function start(
  store: NewHangs,
  times: Partial<NotifierTimes> = {},
  changes: Partial<NotifierPlan> = {},
): HangNotifier {
  if (hook !== undefined) writeFileSync(urlFile, `${hook.url}\n`);
  const write = (level: string) => (message: string) => {
    lines.push(`${level} ${message}`);
  };
  notifier = new HangNotifier({
    store,
    settings: { urlFile, format: 'json', templateFile: null },
    pageUrl: 'https://straggler.example',
    isLeader: () => true,
    log: { info: write('info'), warn: write('warn'), error: write('error') },
    times: { ...QUICK, ...times },
    ...changes,
  });
  notifier.start();
  return notifier;
}

const until = (isSo: () => boolean) => eventually(isSo, String(isSo));

const kinds = (of: Webhook) => of.got.map((body) => JSON.parse(body).kind);

test('each new hang is told once, and marked', async () => {
  hook = await webhook();
  const store = new NewHangs([newHang(1), newHang(2)]);
  start(store);
  await until(() => store.marked.length === 2);
  const { looks } = store;
  await until(() => store.looks > looks + 2);
  expect(store.marked).toEqual(['f1', 'f2']);
  expect(hook.got.map((body) => JSON.parse(body).hangs[0].fingerprint)).toEqual(['f1', 'f2']);
  expect(hook.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8' });
  expect(lines).toEqual([]);
});

test('the same fingerprint in another namespace is another hang', async () => {
  hook = await webhook();
  const store = new NewHangs([newHang(1), newHang(1, { namespace: 'blog' })]);
  start(store);
  await until(() => store.marked.length === 2);
  expect(hook.got.map((body) => JSON.parse(body).hangs[0].namespace)).toEqual(['shop', 'blog']);
});

test('wake looks at once', async () => {
  hook = await webhook();
  const store = new NewHangs([]);
  const waiting = start(store, { lookMs: 3_600_000 });
  await until(() => store.looks === 1);
  store.hangs = [newHang(1)];
  waiting.wake();
  await until(() => store.marked.length === 1);
});

test('of a hundred the first are told, and all the others in one message, and nothing more in that minute', async () => {
  hook = await webhook();
  const store = new NewHangs(Array.from({ length: 100 }, (_, index) => newHang(index)));
  start(store, { singles: 5 });
  await until(() => store.marked.length === 100);
  expect(kinds(hook)).toEqual([...Array(5).fill('new-hang'), 'more-new-hangs']);
  expect(JSON.parse(hook.got[5]!)).toMatchObject({ count: 95, text: '95 more new hangs within a minute' });
  store.hangs = [newHang(200)];
  await sleep(100);
  expect(hook.got).toHaveLength(6);
});

test('after the minute it goes on', async () => {
  hook = await webhook();
  const store = new NewHangs(Array.from({ length: 4 }, (_, index) => newHang(index)));
  start(store, { singles: 1, windowMs: 300 });
  await until(() => store.marked.length === 4);
  store.hangs = [newHang(200)];
  await until(() => store.marked.length === 5);
  expect(kinds(hook)).toEqual(['new-hang', 'more-new-hangs', 'new-hang']);
});

test.each([500, 503, 408, 429])(
  'after a %d it is tried again until it goes well, and said once',
  async (status) => {
    hook = await webhook((index) => (index < 3 ? status : 200));
    const store = new NewHangs([newHang(1)]);
    start(store);
    await until(() => store.marked.length === 1);
    expect(hook.got).toHaveLength(4);
    expect(lines).toEqual([
      expect.stringMatching(`^warn The webhook failed \\(status ${status}\\)`),
      'info The webhook takes messages again.',
    ]);
  },
);

test('a webhook that asks for time gets it', async () => {
  hook = await webhook((index) => (index === 0 ? 429 : 200), { 'retry-after': '1' });
  const store = new NewHangs([newHang(1)]);
  const waiting = start(store, { longestPauseMs: 400 });
  await until(() => hook!.got.length === 1);
  const from = performance.now();
  waiting.wake();
  await until(() => store.marked.length === 1);
  expect(performance.now() - from).toBeGreaterThan(350);
});

test('a message that is refused as such is given up, and does not keep back the next', async () => {
  hook = await webhook((index) => (index === 0 ? 400 : 200));
  const store = new NewHangs([newHang(1), newHang(2)]);
  start(store);
  await until(() => store.marked.length === 2);
  expect(hook.got).toHaveLength(2);
  expect(lines[0]).toMatch(/^error The webhook refused a message \(status 400\)/);
});

test.each([401, 403, 404, 410, 302])(
  'after a %d the address is left alone until it is another one, and nothing is lost',
  async (status) => {
    hook = await webhook((_, path) => (path === '/new' ? 200 : status), { location: '/new' });
    const store = new NewHangs([newHang(1)]);
    start(store);
    await until(() => lines.length === 1);
    const { looks } = store;
    await until(() => store.looks > looks + 3);
    expect(hook.paths).toEqual(['POST /services/T0/geheim']);
    expect(store.marked).toEqual([]);
    writeFileSync(urlFile, hook.url.replace('/services/T0/geheim', '/new'));
    await until(() => store.marked.length === 1);
    expect(hook.paths).toEqual(['POST /services/T0/geheim', 'POST /new']);
  },
);

test('an address that takes nothing is tried again after a while', async () => {
  hook = await webhook((index) => (index === 0 ? 404 : 200));
  const store = new NewHangs([newHang(1)]);
  start(store, { refusedMs: 100 });
  await until(() => store.marked.length === 1);
});

test('the address is a secret: it is in no line', async () => {
  const store = new NewHangs([newHang(1)]);
  writeFileSync(urlFile, 'https://geheim.invalid/geheim');
  start(store);
  await until(() => lines.length === 1);
  writeFileSync(urlFile, 'geheim, and no address');
  await until(() => lines.length === 2);
  rmSync(urlFile);
  hook = await webhook(() => 404);
  writeFileSync(urlFile, hook.url);
  await until(() => lines.length >= 3);
  expect(lines.join('\n')).not.toMatch(/geheim|127\.0\.0\.1/);
});

test('a replica that does not lead tells nothing', async () => {
  hook = await webhook();
  const store = new NewHangs([newHang(1)]);
  let leads = false;
  let asked = 0;
  const isLeader = () => {
    asked++;
    return leads;
  };
  start(store, {}, { isLeader });
  await until(() => asked > 3);
  expect(hook.got).toEqual([]);
  leads = true;
  await until(() => store.marked.length === 1);
});

test('what was told while the store went away is not told again', async () => {
  const store = new NewHangs([newHang(1)]);
  hook = await webhook(() => {
    store.isAway = true;
    return 200;
  });
  start(store);
  await until(() => lines.length === 1);
  expect(lines[0]).toContain('the store is away');
  store.isAway = false;
  await until(() => store.marked.length === 1);
  expect(hook.got).toHaveLength(1);
});

test('stop does not wait for a webhook that does not answer', async () => {
  hook = await webhook(() => null);
  const store = new NewHangs([newHang(1)]);
  const waiting = start(store);
  await until(() => hook!.got.length === 1);
  await waiting.stop();
  expect(store.marked).toEqual([]);
});

test('a webhook that does not answer is given up after a while', async () => {
  hook = await webhook(() => null);
  const { signal } = new AbortController();
  expect(await post(new URL(hook.url), '{}', { signal, answerMs: 50 })).toMatchObject({
    kind: 'later',
    sentence: 'The webhook could not be reached (no answer within 0.05 s).',
  });
});

test('a template that cannot be used ends the start', () => {
  const templateFile = join(folder, 'template');
  const begin = () => start(new NewHangs([]), {}, { settings: { urlFile, format: 'json', templateFile } });
  expect(begin).toThrow(/could not be read.*ENOENT/);
  writeFileSync(templateFile, '{"a": "{{nosuch}}"}');
  expect(begin).toThrow(TemplateError);
});
