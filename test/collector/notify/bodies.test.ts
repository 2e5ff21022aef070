import { expect, test } from '@jest/globals';
import { jsonBody } from '../../../src/collector/notify/json-body.ts';
import { slackBody } from '../../../src/collector/notify/slack-body.ts';
import { PLACEHOLDERS, TemplateError, templateBody } from '../../../src/collector/notify/template.ts';
import { newHang } from './support/webhook.ts';

const PAGES = 'https://straggler.example';
const one = { kind: 'new-hang', found: newHang(1) } as const;
const many = {
  kind: 'more-new-hangs',
  found: Array.from({ length: 250 }, (_, index) => newHang(index)),
} as const;

test('straggler.hang/v1 says what hangs, why, what to change and where to read on, without any source', () => {
  const text = jsonBody(PAGES)(one);
  expect(JSON.parse(text)).toEqual({
    schema: 'straggler.hang/v1',
    kind: 'new-hang',
    text: "New hang in shop, deployment/orders: Task 'poller-1' swallowed its cancellation (worker.py:42 Worker.poll)",
    count: 1,
    hangs: [
      {
        name: 'orders-1',
        namespace: 'shop',
        workload: { kind: 'Deployment', name: 'orders' },
        fingerprint: 'f1',
        cause: 'cancel-swallowed',
        certainty: 'certain',
        title: "Task 'poller-1' swallowed its cancellation",
        sentence: "It did & it <didn't>.",
        fix: 'Let it pass: `raise`.',
        culprit: 'worker.py:42 Worker.poll',
        pods: 3,
        occurrences: 4,
        firstSeenMs: Date.UTC(2026, 10, 22, 12),
        lastSeenMs: Date.UTC(2026, 10, 22, 13),
        report: '01JDB4Z0R00000000000000001',
      },
    ],
    links: {
      hangs: `${PAGES}/`,
      hang: `${PAGES}/hangs/f1`,
      report: `${PAGES}/reports/01JDB4Z0R00000000000000001`,
      cause: `${PAGES}/causes/cancel-swallowed`,
    },
  });
  expect(text).not.toContain('secret_source');
});

test('without an address of the pages there are no links', () => {
  expect(JSON.parse(jsonBody(null)(one)).links).toEqual({
    hangs: null,
    hang: null,
    report: null,
    cause: null,
  });
  expect(slackBody(null)(one)).not.toContain('http');
});

test('a message about many counts all of them, and lists at most 100', () => {
  const body = JSON.parse(jsonBody(PAGES)(many));
  expect(body).toMatchObject({
    kind: 'more-new-hangs',
    count: 250,
    links: { hang: null, hangs: `${PAGES}/` },
  });
  expect(body.hangs).toHaveLength(100);
});

test('what means something to Slack is escaped, and its limits are kept', () => {
  const evil = '<!channel> & <https://evil|x>\u202e\n'.repeat(500);
  const { finding } = newHang(1).hang;
  const found = newHang(1, {
    namespace: evil,
    workload: { kind: evil, name: evil },
    finding: { ...finding, title: evil, sentence: evil, fix: evil, culprit: evil, cause: evil },
  });
  for (const notice of [
    one,
    { kind: 'new-hang', found },
    { kind: 'more-new-hangs', found: [found, found] },
  ] as const) {
    const body = JSON.parse(slackBody(PAGES)(notice));
    const markdown: string[] = body.blocks.flatMap(
      (block: { type: string; text?: { text: string }; elements?: { text: string }[] }) => {
        if (block.type === 'header') {
          expect(block.text!.text.length).toBeLessThanOrEqual(150);
          return [];
        }
        return block.elements?.map(({ text }) => text) ?? [block.text!.text];
      },
    );
    for (const text of [body.text as string, ...markdown]) {
      expect(text.length).toBeLessThanOrEqual(3_000);
      expect(text.replaceAll(/<https:\/\/straggler\.example\/[^<>|]*\|[A-Z][a-z ]+>/g, '')).not.toMatch(
        /[<>\u202e]|&(?!amp;|lt;|gt;)/,
      );
    }
    expect(body.unfurl_links).toBe(false);
  }
});

test('Slack is told what hangs, what to change, and where to read on', () => {
  const { text, blocks } = JSON.parse(slackBody(PAGES)(one));
  expect(text).toContain("Task 'poller-1' swallowed its cancellation (worker.py:42 Worker.poll)");
  expect(blocks[1].text.text).toBe("It did &amp; it &lt;didn't&gt;.");
  expect(blocks[2].text.text).toBe('*Fix* Let it pass: `raise`.');
  expect(blocks[3].elements.map((element: { text: string }) => element.text)).toEqual([
    'in *shop* · deployment/orders · worker.py:42 Worker.poll · 3 pods · cancel-swallowed (certain)',
    `<${PAGES}/hangs/f1|The hang>`,
    `<${PAGES}/reports/01JDB4Z0R00000000000000001|A report>`,
    `<${PAGES}/causes/cancel-swallowed|What it is>`,
  ]);
});

test('a message about many names the first ten', () => {
  const { blocks } = JSON.parse(slackBody(PAGES)(many));
  expect(blocks[1].text.text.split('\n')).toHaveLength(11);
  expect(blocks[1].text.text).toContain('• and 240 others');
});

test('every placeholder of a template is filled, and what is filled in stays a text', () => {
  const { finding } = newHang(1).hang;
  const title = '"}, {{pods}} \\ \n\u2028 "x": "';
  const found = newHang(1, { finding: { ...finding, title } });
  const template = JSON.stringify(Object.fromEntries(PLACEHOLDERS.map((name) => [name, `{{ ${name} }}`])));
  const values = JSON.parse(templateBody(template, PAGES)({ kind: 'new-hang', found }));
  expect(values).toMatchObject({
    title,
    kind: 'new-hang',
    pods: '3',
    workload: 'orders',
    first_seen: '2026-11-22T12:00:00.000Z',
    hang_url: `${PAGES}/hangs/f1`,
  });
  expect(Object.values(values)).not.toContain('');
  expect(JSON.parse(templateBody(template, PAGES)(many))).toMatchObject({
    count: '250',
    pods: '750',
    namespace: '',
    hangs_url: `${PAGES}/`,
  });
});

test('numbers of a template may stand alone', () => {
  expect(templateBody('{"n": {{pods}}}', null)(one)).toBe('{"n": 3}');
});

test.each([
  ['{"a": "{{ nosuch }}"}', '{{nosuch}}', '{{title}}'],
  ['{"a": {{title}}}', 'is not JSON', 'between quotes'],
  ['{"a": "{{title}}"', 'is not JSON', 'between quotes'],
])('the template %s is refused', (template, sentence, fix) => {
  try {
    templateBody(template, null);
  } catch (error) {
    expect(error).toBeInstanceOf(TemplateError);
    expect((error as TemplateError).message).toContain(sentence);
    expect((error as TemplateError).fix).toContain(fix);
    return;
  }
  throw new Error('it was taken');
});
