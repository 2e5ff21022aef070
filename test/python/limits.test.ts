import { expect, test } from '@jest/globals';
import type { FoundPython } from '../../src/python/find-python.ts';
import { limitsOfLayout } from '../../src/python/limits.ts';
import { versionOfHex } from '../../src/python/version.ts';
import { layoutOf314t } from '../support/fake-layout.ts';
import { FakeMemory } from '../support/fake-memory.ts';

const version = versionOfHex(0x030e_0af0);
const layout = layoutOf314t(new FakeMemory());

function python(derived: boolean): FoundPython {
  if (version === null) throw new Error('no version');
  return { layout: { ...layout, derived }, runtime: 0, version, lacksAsyncioTable: false };
}

test('a build that is known by its headers alone is said to be untested', () => {
  expect(layout.derived).toBe(true);
  expect(limitsOfLayout(python(true))).toMatchObject([
    { code: 'untested-build', sentence: expect.stringMatching(/^Python 3\.14\.10 free-threaded is read by/) },
  ]);
  expect(limitsOfLayout(python(false))).toEqual([]);
});
