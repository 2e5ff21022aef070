import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { anchors, localLinks, PAGES, ROOT, readPage } from './pages.ts';

test.each(PAGES)('every link of %s leads to a file, and to a heading of it', (page) => {
  const lost = localLinks(readPage(page)).filter((target) => {
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(ROOT, file))) return true;
    return anchor !== undefined && !anchors(readPage(file)).includes(anchor);
  });
  expect(lost).toEqual([]);
});

test('every document is linked from the README, or from one that is', () => {
  const linked = new Set(['README.md']);
  for (const page of linked)
    for (const target of localLinks(readPage(page))) {
      const file = join(dirname(page), target.split('#')[0] ?? '');
      if (PAGES.includes(file)) linked.add(file);
    }
  expect([...linked].sort()).toEqual([...PAGES].sort());
});
