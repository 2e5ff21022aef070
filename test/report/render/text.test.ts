import { expect, test } from '@jest/globals';
import { renderJUnit } from '../../../src/report/render/junit.ts';
import { renderText } from '../../../src/report/render/text.ts';
import { FIXTURES } from '../support/fixtures.ts';
import { expectGolden } from '../support/golden.ts';

const PLAIN = { color: false, width: 110 };

test.each(Object.keys(FIXTURES))('the text of "%s" is what it was', (name) => {
  expectGolden(`${name}.txt`, renderText(FIXTURES[name]!(), PLAIN));
});

test('there is no colour code unless colour is asked for', () => {
  for (const fixture of Object.values(FIXTURES)) {
    expect(renderText(fixture(), PLAIN)).not.toContain('\x1b');
  }
  expect(renderText(FIXTURES['hung']!(), { color: true, width: 110 })).toContain('\x1b[31m');
});

test('a free-threaded Python is called so beside its version', () => {
  const report = FIXTURES['hung']!();
  if (report.target.python === null) throw new Error('the fixture has a Python');
  expect(renderText(report, PLAIN)).toContain('Python 3.12.1)');
  const python = { ...report.target.python, version: '3.13.5', freeThreaded: true };
  const threaded = { ...report, target: { ...report.target, python } };
  expect(renderText(threaded, PLAIN)).toContain('Python 3.13.5 free-threaded)');
});

test('a report whose launcher goes on has no mark of success, and fails in JUnit', () => {
  const report = FIXTURES['exited']!();
  const limit = { code: 'launcher-left-behind', sentence: 'sh still runs.', fix: 'Use exec.' };
  expect(renderText(report, PLAIN)).toMatch(/^✓/);
  expect(renderJUnit(report, { failSlow: false })).toContain('failures="0"');
  const left = { ...report, limits: [limit] };
  expect(renderText(left, PLAIN)).toMatch(/^✗/);
  expect(renderJUnit(left, { failSlow: false })).toContain('sh still runs.');
  expect(renderJUnit(left, { failSlow: false })).toContain('failures="1"');
});

test('colour changes nothing but the colour', () => {
  for (const fixture of Object.values(FIXTURES)) {
    const painted = renderText(fixture(), { color: true, width: 110 });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes are what is looked for
    expect(painted.replace(/\x1b\[\d+m/g, '')).toBe(renderText(fixture(), PLAIN));
  }
});

test('no line of a report without monstrous names is wider than the page', () => {
  for (const name of ['hung', 'exited', 'slow', 'dump', 'limits']) {
    for (const width of [60, 80, 110, 200]) {
      const lines = renderText(FIXTURES[name]!(), { color: false, width }).split('\n');
      expect(lines.filter((line) => line.length > width && !line.includes('  app.py:'))).toEqual([]);
    }
  }
});

test('what py-spy shows is printed beside it, harmless and with its indentation', () => {
  const pySpyText = 'Thread 17 (idle): "MainThread"\n    select (selectors.py:468)\x1b[2J\n';
  const text = renderText(FIXTURES['hung']!(), { ...PLAIN, pySpyText });
  expect(text).toContain('    Thread 17 (idle): "MainThread"\n        select (selectors.py:468)\\x1b[2J\n');
});
