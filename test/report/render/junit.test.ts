import { expect, test } from '@jest/globals';
import { renderJUnit } from '../../../src/report/render/junit.ts';
import { FIXTURES } from '../support/fixtures.ts';
import { expectGolden } from '../support/golden.ts';

const LENIENT = { failSlow: false };

interface Tag {
  name: string;
  attributes: Record<string, string>;
}

/** Tags in order, after checking that they nest and that nothing illegal is between them. */
function parsedTags(xml: string): Tag[] {
  const open: string[] = [];
  const tags: Tag[] = [];
  const body = xml.replace(/^<\?xml[^?]*\?>\n/, '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML may not hold them
  expect(body).not.toMatch(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/);
  for (const [, slash, name = '', rest = ''] of body.matchAll(/<(\/?)([a-z-]+)([^<>]*)>/g)) {
    if (slash === '/') {
      expect(open.pop()).toBe(name);
      continue;
    }
    const attributes = Object.fromEntries(
      [...rest.matchAll(/([a-z]+)="([^"<]*)"/g)].map(([, key, value]) => [key, value]),
    );
    tags.push({ name, attributes });
    if (!rest.endsWith('/')) open.push(name);
  }
  expect(open).toEqual([]);
  expect(body.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;|#39;)/);
  return tags;
}

test.each(Object.keys(FIXTURES))('the JUnit of "%s" is what it was, and is XML', (name) => {
  const xml = renderJUnit(FIXTURES[name]!(), LENIENT);
  expectGolden(`${name}.junit.xml`, xml);
  const tags = parsedTags(xml);
  const suite = tags.find((tag) => tag.name === 'testsuite');
  const cases = tags.filter((tag) => tag.name === 'testcase');
  expect(suite?.attributes['tests']).toBe(String(cases.length));
  expect(suite?.attributes['failures']).toBe(String(tags.filter((tag) => tag.name === 'failure').length));
});

test.each([
  ['hung', 2, 2],
  ['limits', 1, 1],
  ['exited', 1, 0],
  ['slow', 2, 0],
  ['dump', 2, 0],
])('"%s" has %i cases, %i of them failed', (name, cases, failures) => {
  const tags = parsedTags(renderJUnit(FIXTURES[name]!(), LENIENT));
  expect(tags.filter((tag) => tag.name === 'testcase')).toHaveLength(cases);
  expect(tags.filter((tag) => tag.name === 'failure')).toHaveLength(failures);
});

test('a slow stop fails where the command line says so', () => {
  const xml = renderJUnit(FIXTURES['slow']!(), { failSlow: true });
  expect(xml).toContain('<failure type="executor-job-running"');
});

test('a failure holds sentence and fix', () => {
  const xml = renderJUnit(FIXTURES['hung']!(), LENIENT);
  expect(xml).toMatch(/<failure type="cancel-swallowed" message="Task &#39;poller&#39; swallowed/);
  expect(xml).toContain('Fix: let it pass');
});
