import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { buildReport } from '../../../src/report/build.ts';
import { renderHtml } from '../../../src/report/render/html.ts';
import { capture, place, task } from '../support/captures.ts';
import { FIXTURES } from '../support/fixtures.ts';
import { expectGolden } from '../support/golden.ts';
import { dumpInput, verdicts } from '../support/inputs.ts';

const pages = Object.entries(FIXTURES).map(([name, fixture]) => [name, renderHtml(fixture())] as const);

function pageOf(tasks: ReturnType<typeof task>[], roles: Parameters<typeof verdicts> = []) {
  const evidence = {
    captures: [{ seconds: 0, capture: capture({ tasks }) }],
    signal: null,
    graceSeconds: null,
    ended: false,
  };
  const diagnosis = { phase: 'unknown' as const, findings: [], verdicts: verdicts(...roles) };
  return renderHtml(buildReport(dumpInput({ evidence, diagnosis })));
}

test.each(pages)('the page of "%s" is what it was', (name, page) => {
  expectGolden(`${name}.html`, page);
});

test.each(pages)('every tag of "%s" is closed by its own', (_, page) => {
  const empty = new Set(['meta', 'br', 'rect', 'line', '!doctype']);
  const open: string[] = [];
  const markup = page.replace(/<style>[\s\S]*?<\/style>/, '');
  for (const [, slash, name = '', selfClosed] of markup.matchAll(
    /<(\/?)([a-z!][a-z0-9]*)\b[^<>]*?(\/?)>/gi,
  )) {
    if (slash === '/') expect(open.pop()).toBe(name);
    else if (selfClosed !== '/' && !empty.has(name)) open.push(name);
  }
  expect(open).toEqual([]);
});

test.each(pages)('the page of "%s" needs no network, no script and no style attribute', (_, page) => {
  expect(page).not.toMatch(/<script|<img|<link|<iframe|<object|\son[a-z]+=|\sstyle=|\shref=(?!"#)|\ssrc=/i);
  const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(page).toContain(`style-src &#39;sha256-${hash}&#39;`);
  expect(style).not.toMatch(/url\((?!#)|@import/);
});

test('no name gets out of its place', () => {
  const page = renderHtml(FIXTURES['hostile']!());
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what this is for
  expect(page).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe]/);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page.isWellFormed()).toBe(true);
  expect(page.length).toBeLessThan(200_000);
});

test('sentence and fix come before everything else', () => {
  const page = renderHtml(FIXTURES['hung']!());
  const order = [
    'swallowed its cancellation at',
    'What to change',
    'The grace period',
    'Still alive',
    'Threads',
  ];
  const found = order.map((words) => page.indexOf(words, page.indexOf('<main')));
  expect(found).toEqual(found.toSorted((a, b) => a - b));
  expect(found[0]).toBeGreaterThan(0);
});

test('a culprit is marked in words, and who waits for it hangs below it', () => {
  const page = renderHtml(FIXTURES['hung']!());
  expect(page).toMatch(/CULPRIT[\s\S]*>poller<[\s\S]*<ul><li class="victim">[\s\S]*>Task-1</);
});

test('tasks that wait for each other end somewhere', () => {
  const page = renderHtml(FIXTURES['dump']!());
  expect(page.match(/is told above/g)).toHaveLength(1);
  const ring = Array.from({ length: 500 }, (_, index) =>
    task(`0x${index}`, `t${index}`, [place('run', '/srv/app.py', index + 1)], {
      awaitedBy: [`0x${(index + 1) % 500}`, `0x${(index + 7) % 500}`, `0x${index}`],
    }),
  );
  expect(pageOf(ring)).toContain('more tasks, in the JSON report');
});

test('a chain of 100,000 waiters is no deeper than a page can be', () => {
  const chain = Array.from({ length: 100_000 }, (_, index) =>
    task(`0x${index}`, `t${index}`, [place('run', '/srv/app.py', 1)], { awaitedBy: [`0x${index + 1}`] }),
  );
  const page = pageOf(chain);
  expect(page).toContain('99,969 more tasks, in the JSON report');
  expect(page).toContain('too large for this page');
  expect(page.length).toBeLessThan(100_000);
});

test('the page of a report that was cut short says so', () => {
  expect(renderHtml({ ...FIXTURES['hung']!(), complete: false })).toContain('before the end was known');
});
