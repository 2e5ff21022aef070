import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { causeAddress } from '../../../src/collector/web/query/addresses.ts';
import { parseReport } from '../../../src/report/parse.ts';
import { renderHtml } from '../../../src/report/render/html.ts';
import { renderMarkdown } from '../../../src/report/render/markdown.ts';
import { clusterScene, hangDetail, NOW_MS, reportSummary } from './support/cluster-scene.ts';
import { FixtureStore } from './support/fixture-store.ts';
import type { Running } from './support/server.ts';
import { startReading } from './support/server.ts';

let store: FixtureStore;
let running: Running;
beforeEach(async () => {
  store = clusterScene();
  running = await startReading(store);
});
afterEach(() => running.stop());

const ID = '01JDB4Z0R0000000000000000A';
const words = (text: string): string =>
  text
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll('&#39;', "'");

test('a row says cause, place, workload, pods, when, and in which images', async () => {
  const page = words((await running.get('/')).text);
  for (const part of [
    "Task 'poller' swallowed its cancellation",
    'worker.py:44 Worker.poll',
    'deployment/orders',
    '37',
    '41 kills',
    '4 min ago 2026-11-28 20:13 UTC',
    '6 d ago 2026-11-22 20:17 UTC',
    'orders:1.4.1 orders:1.4.2',
    'up to 19 a day',
  ])
    expect(page).toContain(part);
});

test('the newest trouble is on top, and what began today is marked as new', async () => {
  const { text } = await running.get('/');
  const rows = text.split('<tr>').slice(2);
  expect(rows[0]).toContain('94516565f84aa19b');
  expect(rows[1]).toContain('e3c03dde8baa4e1c');
  expect(rows[1]).toContain('>new<');
  expect(rows[0]).not.toContain('>new<');
});

test('above the list stands how the last day went', async () => {
  const page = words((await running.get('/')).text);
  expect(page).toContain('terminations in the last day 1,412');
  expect(page).toContain('killed at the end of their grace period 37 3 %');
  expect(page).toContain('of their grace period used (median) 4 %');
});

test('filters are in the address, and stay in the form', async () => {
  const { text } = await running.get(
    '/?namespace=billing&cause=executor-job-running&since=24h&text=JOB&workload=',
  );
  expect(text).toContain('e3c03dde8baa4e1c');
  expect(text).not.toContain('94516565f84aa19b');
  expect(text).toContain('name="namespace" value="billing"');
  expect(text).toContain('<option value="executor-job-running" selected>');
  expect(text).toContain('<option value="24h" selected>');
  expect(text).toContain('name="text" value="JOB"');
});

test('an empty list says what to do', async () => {
  expect(words((await running.get('/?workload=nobody')).text)).toContain('No hang matches');
  expect(words((await running.get('/reports?workload=nobody')).text)).toContain('No report matches');
  const empty = await startReading(new FixtureStore());
  const quiet = new FixtureStore();
  quiet.overviewAnswer = { terminations: 12, killed: 0, slow: 0, medianGraceShare: 0.1 };
  const healthy = await startReading(quiet);
  try {
    expect(words((await empty.get('/')).text)).toContain('No hang has been reported yet');
    expect(words((await empty.get('/')).text)).toContain('collector: url:');
    expect(words((await empty.get('/reports')).text)).toContain('No report has come yet');
    expect(words((await healthy.get('/')).text)).toContain('Nothing hangs 12 containers ended');
  } finally {
    await empty.stop();
    await healthy.stop();
  }
});

test('of a thousand hangs the newest 200 are shown, and it is said how many are left', async () => {
  store.hangs.length = 0;
  for (let index = 0; index < 1_000; index++)
    store.hangs.push(hangDetail({ fingerprint: `f${index}`, lastSeenMs: NOW_MS - index * 1_000 }));
  const { text } = await running.get('/');
  expect(text.match(/<tr>/g)).toHaveLength(201);
  expect(words(text)).toContain('and 800 more hangs seen longer ago');
});

test('a hang says what to change, since which image, where, and leads to its reports', async () => {
  const { text } = await running.get('/hangs/94516565f84aa19b');
  const page = words(text);
  expect(page).toContain('What to change Let it pass');
  expect(page).toContain(
    'Seen since image orders:1.4.1 , last in image orders:1.4.2 ; no other image of the workload has ended without it',
  );
  expect(text).toMatch(
    /<tr class="change"><th scope="row">\/srv\/orders\/worker\.py:44<\/th><td><code>except:<\/code>/,
  );
  expect(page).toContain('worker-3 22');
  expect(text).toContain(`href="/reports/${ID}"`);
  expect(words((await running.get('/hangs/7b3763b900d8301a')).text)).toContain(
    'gone since image mailer:2.3.0 (7 d ago)',
  );
});

test('a report is the page that --html writes, but for the links to its neighbours', async () => {
  const report = parseReport((await running.get(`/reports/${ID}.json`)).text);
  const { text } = await running.get(`/reports/${ID}`);
  const [navigation = ''] = /<nav[\s\S]*?<\/nav>\n/.exec(text) ?? [];
  expect(navigation).toContain('href="/hangs/94516565f84aa19b"');
  expect(navigation).toContain(`href="/reports/${ID}.md"`);
  const alone = renderHtml(report);
  expect(text.replace(navigation, '')).toBe(renderHtml(report, { navigation: null, causeAddress }));
  expect(alone.replace(/<p class="quiet">What it is.*\n/, '\n')).toBe(
    text
      .replace(navigation, '')
      .replace(/<a class="tag" href="[^"]*">([a-z-]+)<\/a>/g, '<span class="tag">$1</span>'),
  );
});

test('the report of a late stop leads to no hang', async () => {
  const report = parseReport((await running.get(`/reports/${ID}.json`)).text);
  const late = reportSummary({ id: 'late', outcome: 'slow', fingerprint: '94516565f84aa19b' });
  store.addReport(late, { ...report, id: 'late', outcome: 'slow' });
  expect((await running.get('/reports/late')).text).not.toContain('href="/hangs/94516565f84aa19b"');
  expect((await running.get('/hangs/94516565f84aa19b')).text).not.toContain('href="/reports/late"');
});

test('a report can be had as Markdown', async () => {
  const report = parseReport((await running.get(`/reports/${ID}.json`)).text);
  const { text, headers } = await running.get(`/reports/${ID}.md`);
  expect(text).toBe(renderMarkdown(report));
  expect(headers['content-type']).toBe('text/markdown; charset=utf-8');
});

test('a document that is no report is a page that says so, and can still be had as it came', async () => {
  store.addDocument(reportSummary({ id: 'broken' }), '{"schema":"straggler.report/v9"}');
  const page = await running.get('/reports/broken');
  expect(page.status).toBe(500);
  expect(words(page.text)).toContain('version 9');
  expect((await running.get('/reports/broken.json')).text).toBe('{"schema":"straggler.report/v9"}');
});

test('a document that would unpack to more than a page is refused before it is unpacked', async () => {
  store.addDocument(reportSummary({ id: 'bomb' }), ' '.repeat(20 * 1_048_576));
  const page = await running.get('/reports/bomb');
  expect(page.status).toBe(507);
  expect(words(page.text)).toContain('too large');
});

test('the list of reports goes on where the page before ended', async () => {
  const seen: string[] = [];
  let path: string | undefined = '/reports?limit=3';
  while (path !== undefined) {
    const { text } = await running.get(path);
    seen.push(...[...text.matchAll(/href="\/reports\/(\w+)"/g)].map(([, id = '']) => id));
    path = /<a href="([^"]+)" rel="next">/.exec(text)?.[1]?.replaceAll('&amp;', '&');
  }
  expect(seen).toHaveLength(store.reports.length);
  expect(new Set(seen).size).toBe(store.reports.length);
});

test('a report that is not whole yet says so in the list', async () => {
  const page = words((await running.get('/reports')).text);
  expect(page).toContain('its end was not seen');
  expect(page).toContain('the short form, so far');
});

test('the list of reports can be narrowed to an outcome, and to one hang', async () => {
  const slow = await running.get('/reports?outcome=slow');
  expect(slow.text).toContain('ledger-0');
  expect(slow.text).not.toContain('carts-55d');
  const one = await running.get('/reports?fingerprint=e3c03dde8baa4e1c');
  expect(one.text).toContain('name="fingerprint" value="e3c03dde8baa4e1c"');
  expect(one.text).not.toContain('orders-7d9f8b6c4-x2x7k');
});
