/** What docs/collector.md says of the webhook is what the code sends. */
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { jsonBody } from '../../src/collector/notify/json-body.ts';
import type { Notice } from '../../src/collector/notify/notice.ts';
import { PLACEHOLDERS, templateBody } from '../../src/collector/notify/template.ts';
import { newHang } from '../collector/notify/support/webhook.ts';
import { codesOfColumn, readPage, section } from './pages.ts';

const text = section(readPage('docs/collector.md'), 'Tell people of a new hang');
const block = (language: string) => new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? '';
const example = JSON.parse(block('json'));

/** The hang that the example is about; what the example leaves out would be that of another one. */
function notice(): Notice {
  const { report, cause, certainty, title, sentence, fix, culprit, ...facts } = example.hangs[0];
  const given = Object.entries({ cause, certainty, title, sentence, fix, culprit });
  const said = Object.fromEntries(given.filter(([, words]) => words !== undefined));
  const other = newHang(1);
  const hang = { ...other.hang, ...facts, finding: { ...other.hang.finding, ...said } };
  return { kind: 'new-hang', found: { hang, reportId: report ?? other.reportId } };
}

test('the example is what is sent of that hang, to the letter', () => {
  expect(JSON.parse(jsonBody('https://straggler.example')(notice()))).toEqual(example);
});

test('the table has every placeholder that a template may have, and no other', () => {
  const table = text.slice(text.indexOf('| placeholder |'));
  expect(codesOfColumn(table, 0).sort()).toEqual([...PLACEHOLDERS].sort());
});

test('the template that is shown can be used as it stands', () => {
  const values = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => parse(yaml));
  const { template } = values[0].webhook;
  expect(JSON.parse(templateBody(template, 'https://straggler.example')(notice()))).toMatchObject({
    summary: example.text,
    link: example.links.hang,
    pods: 2,
  });
});
