/** docs/delivery.md lists what a collector answers; the codes stand in the code, each where it is decided. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { codesOfColumn, ROOT, readPage, section } from './pages.ts';

const SOURCES = ['src/collector/receive/**/*.ts', 'src/collector/intake/**/*.ts', 'src/report/parse.ts'];
const CODES = /(?:code: |(?:malformed|notNow)\(\s*|refusedSender\(\d+, )'([a-z0-9-]+)'/g;
const STORE = /type StoreErrorCode = ([^;]+);/;

test('the table of answers has each code that can be answered, and no other', () => {
  const files = globSync(SOURCES, { cwd: ROOT });
  const found = files.flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(CODES)].map(([, code = '']) => code),
  );
  const [, union = ''] = STORE.exec(readPage('src/collector/store/store.ts')) ?? [];
  const ofStore = [...union.matchAll(/'([a-z-]+)'/g)].map(([, code]) => `store-${code}`);
  expect(ofStore.length).toBeGreaterThan(0);
  const table = section(readPage('docs/delivery.md'), 'What the collector answers');
  expect(codesOfColumn(table, 1).sort()).toEqual([...new Set([...found, ...ofStore])].sort());
});
