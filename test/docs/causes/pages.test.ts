/** Every cause has its page, and all pages are made alike: whoever is on call finds the same things in the same places. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { CAUSE_CODES } from '../../../src/diagnosis/vocabulary.ts';
import { blocksOf, spansOf } from '../../../src/explain/markdown.ts';
import { causeInOneSentence } from '../../../src/explain/pages.ts';
import { NOT_RUN, pageOf, reportShown, sectionOf, textsOf } from '../../support/cause-pages.ts';
import { ROOT } from '../pages.ts';

const HEADINGS = [
  'What it is',
  'How to recognise it',
  'Before',
  'After',
  'Variants',
  'Not to blame',
  'Links',
] as const;
/** Of the page that is about no code. */
const HEADINGS_OF_UNKNOWN = [
  'What it is',
  'How to recognise it',
  'What to do next',
  'Not to blame',
  'Links',
] as const;
const MOST_LINES = 150;
const MOST_COLUMNS = 145;

test('each cause has a page, and each page a cause', () => {
  const files = readdirSync(join(ROOT, 'docs/causes')).sort();
  expect(files).toEqual(CAUSE_CODES.map((code) => `${code}.md`).sort());
});

test.each(CAUSE_CODES)(
  'the page of %s has its title, a sentence, and the headings of every page',
  (cause) => {
    const headings = blocksOf(pageOf(cause)).flatMap((block) => (block.kind === 'heading' ? [block] : []));
    expect(headings[0]).toEqual({ kind: 'heading', level: 1, text: cause });
    expect(headings.slice(1).map(({ text }) => text)).toEqual([
      ...(cause === 'unknown' ? HEADINGS_OF_UNKNOWN : HEADINGS),
    ]);
    expect(causeInOneSentence(pageOf(cause))).toMatch(/^[A-Z].{20,130}\.$/);
  },
);

test.each(CAUSE_CODES)('the page of %s is no longer than one reads at night', (cause) => {
  const lines = pageOf(cause).split('\n');
  expect(lines.length).toBeLessThan(MOST_LINES);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(MOST_COLUMNS);
});

test.each(CAUSE_CODES)('the page of %s says nothing that its readers cannot show', (cause) => {
  const words = textsOf(blocksOf(pageOf(cause)))
    .flatMap(spansOf)
    .flatMap((span) => (span.kind === 'text' ? [span.text] : []));
  // What is left of tables, lower headings, lists of another kind, markup, comments.
  for (const text of words) expect(text).not.toMatch(/^(?:#|\||\d+\. |> |<!--)|[*`]|\]\(|\s- \S*$|<\/?[a-z]/);
});

test.each(CAUSE_CODES.filter((cause) => NOT_RUN[cause] === undefined))(
  'the page of %s shows what Straggler says of its program, with the cause and the fix',
  (cause) => {
    const text = reportShown(cause).join('\n');
    expect(text).toContain(`${cause} · `);
    expect(text).toMatch(/^✗ app\.py \(pid \d+, Python 3\.\d+\.\d+\) did not stop/);
    expect(text).toContain(`\n  Why  straggler explain ${cause}`);
    expect(text).toMatch(/\n {2}Fix {2}\S/);
  },
);

test.each(CAUSE_CODES)(
  'the page of %s has a link to the web in its list, and each is to a site over TLS',
  (cause) => {
    const links = textsOf(sectionOf(cause, 'Links'))
      .flatMap(spansOf)
      .flatMap((span) => (span.kind === 'link' ? [span.address] : []));
    const away = links.filter((address) => /^[a-z]+:/.test(address));
    expect(away.length).toBeGreaterThan(0);
    for (const address of away) expect(address).toMatch(/^https:\/\/[a-z0-9.-]+\/?/);
  },
);
