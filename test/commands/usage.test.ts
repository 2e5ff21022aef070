import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { straggler } from './straggler.ts';

const packageJson = resolve(import.meta.dirname, '../../package.json');

test('--version is that of the package, on standard output alone', async () => {
  const { version } = JSON.parse(readFileSync(packageJson, 'utf8')) as { version: string };
  expect(await straggler(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
});

test('--help names every command', async () => {
  const { status, stdout } = await straggler(['--help']);
  expect(status).toBe(0);
  for (const command of [
    'dump',
    'stop',
    'drill',
    'explain',
    'watch',
    'preflight',
    'logs',
    'hangs',
    'reports',
    'report',
    'ui',
  ])
    expect(stdout).toMatch(new RegExp(`^  straggler ${command} +`, 'm'));
  expect(stdout).toMatch(/^A process of this machine$/m);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
});

test('as a plugin of kubectl it is the same program, and says how it is called', async () => {
  const { status, stdout } = await straggler(['--as-kubectl-plugin', '--help']);
  expect(status).toBe(0);
  for (const command of ['dump', 'hangs', 'ui'])
    expect(stdout).toMatch(new RegExp(`^  kubectl straggler ${command} +`, 'm'));
  const own = await straggler(['--as-kubectl-plugin', 'hangs', '--help']);
  expect(own.stdout).toMatch(/^kubectl straggler hangs$/m);
  expect(own.stdout).toContain('kubectl straggler hangs --text worker.py');
  expect((await straggler(['--as-kubectl-plugin', '--version'])).status).toBe(0);
});

test.each(['dump', 'stop', 'drill'])(
  '%s --help has examples, exit statuses and every shared option',
  async (command) => {
    const { status, stdout } = await straggler([command, '--help']);
    expect(status).toBe(0);
    for (const part of [
      'Examples',
      'Exit status',
      '--json',
      '--out',
      '--html',
      '--junit',
      '--sarif',
      '--source',
      '--py-spy',
    ])
      expect(stdout).toContain(part);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(110);
  },
);

test.each([
  [['--nosuch'], '--help'],
  [['frobnicate'], 'frobnicate'],
  [['dump'], 'PID'],
  [['dump', 'abc'], '"abc"'],
  [['dump', '1', '2'], '2'],
  [['dump', '1', '--nosuch'], 'nosuch'],
  [['dump', '1', '--out'], 'out'],
  [['dump', '1', '--out', '/no/such/folder/report.json'], '/no/such/folder'],
  [['dump', '1', '--color', 'blue'], '"blue"'],
  [['stop', '1', '--grace', 'soon'], '"soon"'],
  [['drill'], 'after --'],
  [['drill', 'python', 'app.py'], 'after --'],
  [['drill', '--grace', '5'], 'after --'],
  [['drill', '--'], 'after --'],
  [['drill', '--ready', '(', '--', 'x'], '--ready'],
])('%j is wrong use: exit status 2 and a sentence with %s', async (words, says) => {
  const { status, stdout, stderr } = await straggler(words);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(says);
  expect(stderr).toContain('--help');
  expect(stderr).not.toMatch(/^ +at /m);
});

test('the words of a drilled command are not for Straggler to read', async () => {
  const { status, stderr } = await straggler([
    'drill',
    '--',
    '/no/such/program',
    '--help',
    '--json',
    '007',
    '1e3',
  ]);
  expect(status).toBe(3);
  expect(stderr).toContain('/no/such/program could not be started');
});
