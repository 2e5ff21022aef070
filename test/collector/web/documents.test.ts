import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { markdownHtml } from '../../../src/collector/web/pages/markdown.ts';
import { CAUSE_CODES } from '../../../src/diagnosis/vocabulary.ts';
import { clusterScene } from './support/cluster-scene.ts';
import type { Running } from './support/server.ts';
import { startReading } from './support/server.ts';

let running: Running;
beforeEach(async () => {
  running = await startReading(clusterScene());
});
afterEach(() => running.stop());

test('the list of causes leads to the page of each, and every page is there', async () => {
  const { text } = await running.get('/causes');
  for (const code of CAUSE_CODES) {
    expect(text).toContain(`href="/causes/${code}"`);
    const page = await running.get(`/causes/${code}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain(`<h1>${code}</h1>`);
  }
});

test('links of a page lead to other pages of the collector, or to the web', async () => {
  const { text } = await running.get('/causes/cancel-swallowed');
  const links = [...text.matchAll(/<a href="([^"]+)"/g)].map(([, address = '']) => address);
  expect(links).toContain('/causes/cancel-swallowed-by-library');
  expect(links).toContain('https://peps.python.org/pep-0765/');
  expect(links).toContain('/?cause=cancel-swallowed');
  expect((await running.get('/causes/unknown')).text).toContain('<a href="/causes">All causes</a>');
});

test('the code of a page is escaped, and the page has no script', async () => {
  const { text, headers } = await running.get('/causes/cancel-swallowed');
  expect(text).toContain('<mark>            order = await orders.get()  # &lt;-- waits here</mark>\n');
  expect(text).not.toMatch(/<script|javascript:/i);
  expect(headers['content-security-policy']).toContain("default-src 'none'");
});

test.each(['/causes/no-such-cause', '/causes/..%2Fcauses', '/causes/cancel-swallowed.md'])(
  '%s is not found',
  async (address) => {
    const { status, text } = await running.get(address);
    expect(status).toBe(404);
    expect(text).not.toContain('CancelledError');
  },
);

test('the cause of a hang and of a report leads to its page', async () => {
  for (const address of ['/hangs/94516565f84aa19b', '/reports/01JDB4Z0R0000000000000000A']) {
    const { text } = await running.get(address);
    expect(text).toMatch(/<a class="tag" href="\/causes\/[a-z-]+">/);
    expect(text).not.toContain('<code>straggler explain');
  }
});

test('whatever a text holds becomes no markup, and only its links become links', () => {
  const text =
    '# <b>\n\n`<i>` **<u>** [<s>](javascript:x) [ok](https://e.example/?a="b)\n\n- <p>\n\n```\n</pre>\n```\n';
  const { text: page } = markdownHtml(text, (link) => (link.startsWith('https://') ? link : null));
  expect(page.split('\n')).toEqual([
    '<h1>&lt;b&gt;</h1>',
    '<p><code>&lt;i&gt;</code> <b>&lt;u&gt;</b> &lt;s&gt; <a href="https://e.example/?a=&quot;b">ok</a></p>',
    '<ul><li>&lt;p&gt;</li></ul>',
    '<pre>&lt;/pre&gt;</pre>',
  ]);
});

test('the runbooks of the alerts can be read at the address that an alert leads to', async () => {
  const { status, text } = await running.get('/alerts');
  expect(status).toBe(200);
  for (const [, alert = ''] of readFileSync('docs/alerts.md', 'utf8').matchAll(/^## (.+)$/gm))
    expect(text).toContain(`<h2 id="${alert.toLowerCase()}">${alert}</h2>`);
  expect(text).toContain('<a href="/causes/unknown">Its page</a>');
  expect(text).toContain('<a href="#stragglershutdownkilled">');
  expect(text).toContain('<pre>kubectl get hangs -n NAMESPACE</pre>');
  // No document that is not here.
  expect(text).not.toMatch(/href="[^"]*\.(?:md|yaml)/);
});
