/** Whatever a pod sends is text, wherever it is shown. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EVIL, EVIL_ID, hostileStore } from './support/hostile-store.ts';
import type { Running } from './support/server.ts';
import { startReading } from './support/server.ts';

let running: Running;
beforeAll(async () => {
  running = await startReading(hostileStore());
});
afterAll(() => running.stop());

const one = encodeURIComponent(EVIL_ID);
const echo = encodeURIComponent(EVIL.slice(0, 120));
test.each([
  ['the list of hangs', '/', 200],
  ['a hang', `/hangs/${one}`, 200],
  ['the list of reports', '/reports', 200],
  ['a report', `/reports/${one}`, 200],
  ['the filters', `/?namespace=${echo}&workload=${echo}&cause=${echo}&text=${echo}`, 200],
  ['the filters of reports', `/reports?fingerprint=${echo}&namespace=${echo}&cause=${echo}`, 200],
  ['a query that makes no sense', `/?since=${echo}`, 400],
  ['an address that leads nowhere', `/hangs/${echo}`, 404],
])('no string gets out of its place on the page of %s', async (_, path, expected) => {
  const { status, text } = await running.get(path);
  expect(status).toBe(expected);
  const markup = text.replace(/<style>[\s\S]*?<\/style>/, '');
  expect(markup).not.toMatch(/<(?:script|img|iframe|object|embed|link|base|foreignObject)/i);
  // Quoted values hold neither quotes nor angle brackets, so what is left between < and > is ours.
  for (const [, tag = ''] of markup.matchAll(/<\/?([^<>]*)>/g))
    expect(tag).toMatch(/^!?[a-z][a-z0-9]*(?:\s+[a-zA-Z][a-zA-Z0-9-]*(?:="[^"<>]*")?)*\s*\/?$/i);
  expect(markup).not.toMatch(/\son[a-z]+\s*=\s*"/i);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what this is for
  expect(markup).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
  for (const [, address = ''] of markup.matchAll(/\shref="([^"]*)"/g))
    expect(address.replaceAll('&#39;', "'").replaceAll('&amp;', '&')).toMatch(
      /^(?:\/(?!\/)|#)[\w/?=&.%+~*!()'-]*$/,
    );
});

test('an id that is a path leads to its own report, and nowhere else', async () => {
  const { text } = await running.get('/reports');
  const address = /href="(\/reports\/[^"]+)"/.exec(text)?.[1]?.replaceAll('&#39;', "'") ?? '';
  expect(new URL(address, 'http://localhost').pathname).toMatch(/^\/reports\/[^/]+$/);
  expect((await running.get(address)).status).toBe(200);
});

test('the JSON of a report is no page', async () => {
  const { headers } = await running.get(`/reports/${one}.json`);
  expect(headers['content-type']).toBe('application/json');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
});
