import { expect, test } from '@jest/globals';
import type { Log } from 'sarif';
import { renderSarif } from '../../../src/report/render/sarif.ts';
import { FIXTURES } from '../support/fixtures.ts';
import { expectGolden } from '../support/golden.ts';

const OPTIONS = { version: '0.1.0', page: () => null };

function sarif(name: string): Log {
  return JSON.parse(renderSarif(FIXTURES[name]!(), OPTIONS));
}

test.each(Object.keys(FIXTURES))('the SARIF of "%s" is what it was', (name) => {
  expectGolden(`${name}.sarif`, renderSarif(FIXTURES[name]!(), OPTIONS));
});

test.each(Object.keys(FIXTURES))('the SARIF of "%s" holds together', (name) => {
  const { version, runs } = sarif(name);
  expect(version).toBe('2.1.0');
  expect(runs).toHaveLength(1);
  const [run] = runs;
  const rules = run?.tool.driver.rules ?? [];
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  for (const result of run?.results ?? []) {
    expect(rules[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
    expect(['error', 'warning', 'note']).toContain(result.level);
    expect(result.message.text).toContain('Fix: ');
    expect(result.partialFingerprints?.['straggler/v1']).toMatch(/^[0-9a-f]{16}$/);
    for (const { physicalLocation } of [...(result.locations ?? []), ...(result.relatedLocations ?? [])]) {
      const { uri = '', uriBaseId } = physicalLocation?.artifactLocation ?? {};
      expect(uri).toMatch(/^[A-Za-z0-9%:/._~!'()*-]+$/);
      expect(uri.startsWith('file:///')).toBe(uriBaseId === undefined);
      if (uriBaseId !== undefined) expect(run?.originalUriBaseIds?.[uriBaseId]?.uri).toMatch(/^file:.*\/$/);
      expect(physicalLocation?.region?.startLine).toBeGreaterThan(0);
    }
  }
});

test('the result lies at the line to change, and relates to the line it waits at', () => {
  const [result] = sarif('hung').runs[0]?.results ?? [];
  expect(result?.locations?.[0]?.physicalLocation).toMatchObject({
    artifactLocation: { uri: 'app.py', uriBaseId: 'SRCROOT' },
    region: { startLine: 44, snippet: { text: 'except:' } },
  });
  expect(result?.relatedLocations?.[0]?.physicalLocation?.region?.startLine).toBe(42);
  expect(result?.stacks?.[0]?.frames.map(({ location }) => location?.message?.text)).toEqual([
    'Queue.get',
    'Worker.poll',
  ]);
});

test('what could not be seen is a notification of the run', () => {
  const [invocation] = sarif('limits').runs[0]?.invocations ?? [];
  expect(invocation?.toolExecutionNotifications?.map(({ descriptor }) => descriptor?.id)).toEqual([
    'no-permission',
    'no-py-spy',
  ]);
});

test('a message makes no link of a name', () => {
  const report = FIXTURES['hung']!();
  report.findings[0]!.sentence = 'Task [click me](https://evil.example) swallowed';
  const { runs }: Log = JSON.parse(renderSarif(report, OPTIONS));
  expect(runs[0]?.results?.[0]?.message.text).toContain('[click me] (https://evil.example)');
});

test('where the page of a cause is at hand, code scanning shows it with the rule', () => {
  const page = (cause: string) => (cause === 'cancel-swallowed' ? '# cancel-swallowed\n' : null);
  const { runs }: Log = JSON.parse(renderSarif(FIXTURES['hung']!(), { version: '0.1.0', page }));
  expect(runs[0]?.tool.driver.rules?.[0]?.help).toEqual({
    text: 'straggler explain cancel-swallowed',
    markdown: '# cancel-swallowed\n',
  });
});
