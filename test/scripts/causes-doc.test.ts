import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { causesPage } from '../../scripts/causes-doc.ts';
import { CAUSE_CODES } from '../../src/diagnosis/vocabulary.ts';

const page = readFileSync(new URL('../../docs/causes.md', import.meta.url), 'utf8');

test('docs/causes.md is what the table of causes says', () => expect(page).toBe(causesPage()));
test('every cause has its anchor or is named as not yet told apart', () => {
  for (const code of CAUSE_CODES) expect(page).toMatch(new RegExp(`(### ${code}\\n|\`${code}\`)`));
});
