import { expect, test } from '@jest/globals';
import { causeInOneSentence, pageApart } from '../../src/explain/pages.ts';

test('apart from the other pages, links among them are words, and those to the web stay', () => {
  const page = pageApart('cancel-swallowed') ?? '';
  expect(page).toContain(', cancel-swallowed-by-library: other ways to lose it');
  expect(page).not.toMatch(/\]\([a-z-]+\.md\)/);
  expect(page).toContain('(https://peps.python.org/pep-0765/)');
});

test.each(['no-such-cause', '../causes', '../../package', ''])(
  '%p has no page, whatever file is there',
  (word) => expect(pageApart(word)).toBeNull(),
);

test('the sentence of a page stands below its title', () =>
  expect(causeInOneSentence('# code\n\nWhat happened.\n\n## What it is\n')).toBe('What happened.'));
