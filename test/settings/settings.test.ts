import { expect, test } from '@jest/globals';
import type { DrillFlags } from '../../src/settings/drill.ts';
import { parseDrill } from '../../src/settings/drill.ts';
import type { DumpFlags } from '../../src/settings/dump.ts';
import { parseDump } from '../../src/settings/dump.ts';
import type { Surroundings } from '../../src/settings/environment.ts';
import { readEnvironment } from '../../src/settings/environment.ts';
import type { StopFlags } from '../../src/settings/stop.ts';
import { parseStop } from '../../src/settings/stop.ts';
import { UsageError } from '../../src/settings/usage-error.ts';
import type { ViewFlags } from '../../src/settings/view.ts';
import { parseView } from '../../src/settings/view.ts';

function surroundings(variables: Record<string, string> = {}, isTerminal = false): Surroundings {
  return {
    environment: readEnvironment(variables),
    stdoutIsTerminal: isTerminal,
    stderrIsTerminal: isTerminal,
    width: 80,
  };
}

test('only the known variables are read, and empty ones count as missing', () => {
  expect(readEnvironment({ STRAGGLER_PY_SPY: '/p', NO_COLOR: '', PATH: '/bin', HOME: '/secret' })).toEqual({
    pySpyPath: '/p',
    logLevel: null,
    plainTerminal: false,
    searchPath: '/bin',
    collectorUrl: null,
    collectorTokenFile: null,
    collectorCaFile: null,
    reportDirectory: null,
    terminationMessageFile: null,
    kubeconfig: null,
    hasDisplay: false,
    inCluster: false,
    sidecar: {},
    collector: {},
  });
});

const colour: [ViewFlags['color'], Record<string, string>, boolean, boolean][] = [
  [undefined, {}, true, true],
  [undefined, {}, false, false],
  [undefined, { NO_COLOR: '1' }, true, false],
  [undefined, { TERM: 'dumb' }, true, false],
  ['always', { NO_COLOR: '1' }, false, true],
  [true, {}, false, true],
  [false, {}, true, false],
  ['never', {}, true, false],
  ['auto', {}, true, true],
];
test.each(colour)(
  '--color %p with %j (terminal: %p) gives colour: %p',
  (color, variables, isTerminal, expected) => {
    expect(parseView({ color }, surroundings(variables, isTerminal)).text.color).toBe(expected);
  },
);

test('--py-spy wins over STRAGGLER_PY_SPY, and --no-py-spy over both', () => {
  const near = surroundings({ STRAGGLER_PY_SPY: '/variable', PATH: '/bin' });
  expect(parseView({}, near).pySpy).toEqual({ use: true, path: '/variable', searchPath: '/bin' });
  expect(parseView({ pySpy: '/flag' }, near).pySpy.path).toBe('/flag');
  expect(parseView({ pySpy: false }, near).pySpy.use).toBe(false);
});

test('the extension of --out chooses the rendering, and only --out is written at every revision', () => {
  const formats = ['r.json', 'r.html', 'r.txt', 'r.xml', 'r.sarif', 'report'].map(
    (out) => parseView({ out }, surroundings()).files[0]?.format,
  );
  expect(formats).toEqual(['json', 'html', 'text', 'junit', 'sarif', 'json']);
  expect(parseView({ out: 'a', html: 'b', junit: 'c', sarif: 'd' }, surroundings()).files).toEqual([
    { path: 'a', format: 'json', everyRevision: true },
    { path: 'b', format: 'html', everyRevision: false },
    { path: 'c', format: 'junit', everyRevision: false },
    { path: 'd', format: 'sarif', everyRevision: false },
  ]);
});

test('settings cannot be changed later', () => {
  const settings = parseStop({ pid: '17' }, surroundings());
  expect(Object.isFrozen(settings)).toBe(true);
  expect(Object.isFrozen(settings.view)).toBe(true);
  expect(Object.isFrozen(settings.watch)).toBe(true);
});

test('the grace period is 30 s as in Kubernetes, and slow begins at four fifths of it', () => {
  expect(parseStop({ pid: '17' }, surroundings()).watch).toEqual({
    graceSeconds: 30,
    slowSeconds: 24,
    failSlow: false,
  });
  expect(parseStop({ pid: '17', grace: '2m', slow: '500ms', failSlow: true }, surroundings()).watch).toEqual({
    graceSeconds: 120,
    slowSeconds: 0.5,
    failSlow: true,
  });
});

test('a recording takes the place of a pid', () => {
  expect(parseDump({ replay: 'f' }, surroundings()).from).toEqual({ kind: 'recording', path: 'f' });
  expect(parseDump({ pid: '17', record: 'f' }, surroundings()).from).toEqual({
    kind: 'process',
    pid: 17,
    recordTo: 'f',
  });
});

test('what is to be run keeps its words, and quiet is the rule when none is given', () => {
  const settings = parseDrill({ command: ['python', '-c', 'x', ''] }, surroundings());
  expect(settings.command).toEqual(['python', '-c', 'x', '']);
  expect(settings.ready).toEqual({ kind: 'quiet' });
  expect(settings.readyTimeoutSeconds).toBe(30);
});

const wrongDumps: [DumpFlags, string][] = [
  [{}, 'PID'],
  [{ pid: 'abc' }, '"abc"'],
  [{ pid: '0' }, '"0"'],
  [{ pid: '-1' }, '"-1"'],
  [{ pid: '1e3' }, '"1e3"'],
  [{ pid: '99999999999' }, '4194304'],
  [{ pid: '1', replay: 'f' }, '--replay'],
  [{ replay: 'f', record: 'g' }, '--replay'],
  [{ pid: '1', html: 'f', out: 'f' }, 'two outputs'],
  [{ pid: '1', out: '' }, '--out'],
  [{ pid: '1', color: 'blue' }, '--color'],
  [{ pid: '1', logLevel: 'loud' }, '--log-level'],
  [{ pid: '1', budget: '0' }, '--budget'],
];
test.each(wrongDumps)('dump %j is refused and says %s', (flags, says) => {
  expect(() => parseDump(flags, surroundings())).toThrow(UsageError);
  expect(() => parseDump(flags, surroundings())).toThrow(says);
});

const wrongStops: [StopFlags, string][] = [
  [{}, 'PID'],
  [{ pid: '1', grace: '0' }, '--grace'],
  [{ pid: '1', grace: '-5' }, '"-5"'],
  [{ pid: '1', grace: 'Infinity' }, '--grace'],
  [{ pid: '1', grace: '25h' }, '24h'],
  [{ pid: '1', grace: '10', slow: '11' }, '--slow'],
];
test.each(wrongStops)('stop %j is refused and says %s', (flags, says) => {
  expect(() => parseStop(flags, surroundings())).toThrow(UsageError);
  expect(() => parseStop(flags, surroundings())).toThrow(says);
});

const wrongDrills: [DrillFlags, string][] = [
  [{}, 'after --'],
  [{ command: ['a'], ready: '(' }, '--ready'],
  [{ command: ['a'], ready: '' }, '--ready'],
  [{ command: ['a'], readyPort: '0' }, '--ready-port'],
  [{ command: ['a'], ready: 'x', readyAfter: '1' }, 'only one'],
  [{ command: ['a'], readyTimeout: 'x' }, '--ready-timeout'],
];
test.each(wrongDrills)('drill %j is refused and says %s', (flags, says) => {
  expect(() => parseDrill(flags, surroundings())).toThrow(UsageError);
  expect(() => parseDrill(flags, surroundings())).toThrow(says);
});

test('a wrong log level in the environment names the variable', () => {
  expect(() => parseView({}, surroundings({ STRAGGLER_LOG_LEVEL: 'loud' }))).toThrow('STRAGGLER_LOG_LEVEL');
});
