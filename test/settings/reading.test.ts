import { expect, test } from '@jest/globals';
import type { ConnectionFlags } from '../../src/settings/connection.ts';
import { parseConnection } from '../../src/settings/connection.ts';
import type { Surroundings } from '../../src/settings/environment.ts';
import { readEnvironment } from '../../src/settings/environment.ts';
import type { ReportFlags } from '../../src/settings/reading.ts';
import { parseHangs, parseReportReading, parseReports, parseUi } from '../../src/settings/reading.ts';
import { UsageError } from '../../src/settings/usage-error.ts';

function surroundings(variables: Record<string, string> = {}, isTerminal = false): Surroundings {
  return {
    environment: readEnvironment(variables),
    stdoutIsTerminal: isTerminal,
    stderrIsTerminal: isTerminal,
    width: 80,
  };
}

const cluster = { kind: 'cluster', context: null, kubeconfig: null, namespace: null };
const connections: [ConnectionFlags, Record<string, string>, object][] = [
  [{}, {}, cluster],
  [{}, { KUBECONFIG: '/a:/b' }, { ...cluster, kubeconfig: '/a:/b' }],
  [{ kubeconfig: '/c' }, { KUBECONFIG: '/a' }, { ...cluster, kubeconfig: '/c' }],
  [{ context: 'x', collectorNamespace: 'y' }, {}, { ...cluster, context: 'x', namespace: 'y' }],
  [{ url: 'http://127.0.0.1:8081/' }, { KUBECONFIG: '/a' }, { kind: 'url', url: 'http://127.0.0.1:8081' }],
  [{ url: 'https://x/straggler//' }, {}, { kind: 'url', url: 'https://x/straggler' }],
];
test.each(connections)('%j with %j is the collector %j', (flags, variables, place) => {
  expect(parseConnection(flags, surroundings(variables)).place).toEqual(place);
});

test.each<ConnectionFlags>([
  { url: 'x' },
  { url: 'ftp://x' },
  { url: 'http://x/?a=b' },
  { url: 'http://x', kubeconfig: '/c' },
  { url: 'http://x', collectorNamespace: 'c' },
  { context: '' },
  { tokenFile: '' },
])('%j is wrong use', (flags) => {
  expect(() => parseConnection(flags, surroundings())).toThrow(UsageError);
});

test('a list asks only for what was asked for, and its rows fit a terminal where there is one', () => {
  expect(parseHangs({}, surroundings({}, true))).toMatchObject({ query: {}, fitsTerminal: true });
  expect(parseHangs({ namespace: '(none)' }, surroundings())).toMatchObject({
    query: { namespace: '(none)' },
    fitsTerminal: false,
  });
  expect(parseReports({ fingerprint: 'AB12' }, surroundings()).query).toEqual({
    fingerprint: 'ab12',
    limit: '50',
  });
  expect(() => parseHangs({ text: 'x'.repeat(301) }, surroundings())).toThrow('--text');
});

const forms: [ReportFlags, string][] = [
  [{}, 'text'],
  [{ json: true }, 'json'],
  [{ markdown: true }, 'markdown'],
  [{ out: 'a.HTML' }, 'html'],
  [{ out: 'a.md' }, 'markdown'],
  [{ out: 'a' }, 'json'],
  [{ out: 'a.xml' }, 'junit'],
  [{ out: 'a.txt', html: true }, 'html'],
];
test.each(forms)('a report with %j comes as %s', (flags, form) => {
  expect(parseReportReading({ id: '01JDB4Z0', ...flags }, surroundings()).form).toBe(form);
});

test('a file gets no colours of a terminal', () => {
  const flags = { id: '01JDB4Z0', color: 'always' };
  expect(parseReportReading(flags, surroundings()).text.color).toBe(true);
  expect(parseReportReading({ ...flags, out: 'a.txt' }, surroundings()).text.color).toBe(false);
});

test.each([
  [{}, {}, false],
  [{}, { DISPLAY: ':0' }, true],
  [{}, { WAYLAND_DISPLAY: 'wayland-0' }, true],
  [{ open: false }, { DISPLAY: ':0' }, false],
])('ui with %j and %j opens a browser: %p', (flags, variables: Record<string, string>, opens) => {
  expect(parseUi(flags, surroundings(variables)).opensBrowser).toBe(opens);
});
