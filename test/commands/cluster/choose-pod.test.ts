import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { choosePod } from '../../../src/commands/cluster/choose-pod.ts';
import { kubeconfigToRead } from '../../../src/commands/cluster/kubeconfig.ts';
import { ReadingError } from '../../../src/commands/cluster/reading-error.ts';

const pod = (name: string, ready: boolean, namespace = 'straggler') => ({ namespace, name, ready });

test('of several collectors one that is ready is asked', () => {
  expect(choosePod([pod('a', false), pod('b', true), pod('c', true)], null).name).toBe('b');
});

test.each([
  [[], null, 'no-collector', 'There is no collector of Straggler in the cluster.', 'helm install'],
  [[], 'x', 'no-collector', 'There is no collector of Straggler in namespace x.', '--collector-namespace'],
  [
    [pod('a', true, 'one'), pod('b', true, 'two')],
    null,
    'several-namespaces',
    'There are collectors in several namespaces: one, two.',
    '--collector-namespace one',
  ],
  [
    [pod('a', false), pod('b', false)],
    null,
    'not-ready',
    'The collector in namespace straggler is not ready (a, and 1 more).',
    'kubectl -n straggler describe pod a',
  ],
])('%j in %p is %s', (pods, namespace, code, message, fix) => {
  const error = failure(() => choosePod(pods, namespace));
  expect({ code: error.code, message: error.message }).toEqual({ code, message });
  expect(error.fix).toContain(fix);
});

function failure(run: () => unknown): ReadingError {
  try {
    run();
  } catch (error) {
    if (error instanceof ReadingError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'straggler-home-'));
});
afterEach(() => rmSync(home, { recursive: true }));

test('a kubeconfig that is named and there is read; one that is not there is said to be so', () => {
  const file = join(home, 'config');
  expect(failure(() => kubeconfigToRead(file, home)).message).toBe(`The kubeconfig ${file} does not exist.`);
  writeFileSync(file, '');
  expect(kubeconfigToRead(file, home)).toBe(file);
});

test('of a list the file that is there is read, and several are left to the client of Kubernetes', () => {
  const [one, two] = [join(home, 'one'), join(home, 'two')];
  writeFileSync(one, '');
  expect(kubeconfigToRead(`${two}:${one}`, home)).toBe(one);
  writeFileSync(two, '');
  expect(kubeconfigToRead(`${two}:${one}`, home)).toBeNull();
});

test('without any, ~/.kube/config must be there', () => {
  expect(failure(() => kubeconfigToRead(null, home))).toMatchObject({ code: 'no-kubeconfig' });
  mkdirSync(join(home, '.kube'));
  writeFileSync(join(home, '.kube/config'), '');
  expect(kubeconfigToRead(null, home)).toBeNull();
});
