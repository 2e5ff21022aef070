/** Titles: who, and what that one did, where a cause has more than one kind of culprit. */
import { expect, test } from '@jest/globals';
import type { Finding } from '../../../src/report/report.ts';
import { findingTitle } from '../../../src/report/words/culprit.ts';
import { finding } from '../support/inputs.ts';

function titleOf(changes: Partial<Finding>, culprit: Partial<Finding['culprit']> = {}): string {
  const of = finding().culprit;
  const thread = { id: 18, name: 'worker' };
  return findingTitle({
    ...finding(),
    fingerprint: 'f',
    held: null,
    ...changes,
    culprit: { ...of, kind: 'thread', pid: 17, task: null, thread, ...culprit },
  });
}

const frame = (name: string) => ({ function: name, file: '/srv/app.py', line: 7, source: null });

test('a queue that is waited for is no thread that does not end', () => {
  expect(titleOf({ cause: 'thread-join-stuck', waitsFor: { kind: 'thread', description: '' } })).toBe(
    "Thread 'worker' does not end, and the shutdown joins it",
  );
  expect(titleOf({ cause: 'thread-join-stuck', waitsFor: { kind: 'queue', description: '' } })).toBe(
    "Thread 'worker' waits in the shutdown for a queue that nobody empties",
  );
});

test('who holds a lock is at its work, and the main thread that waits in its cleanup', () => {
  const changes = { cause: 'cleanup-stuck', waitsFor: { kind: 'thread', description: '' } } as const;
  expect(titleOf(changes)).toBe("Thread 'worker' holds a lock that the shutdown waits for");
  const thread = { id: 17, name: 'MainThread' };
  expect(titleOf(changes, { thread })).toBe("Thread 'MainThread' is stuck in its cleanup");
});

test('a signal handler is not called by the function that it has called, and an event is no lock', () => {
  const culprit = { kind: 'signal-handler', frame: frame('Batch.emit') } as const;
  const title = (kind: 'lock' | 'event') =>
    titleOf({ cause: 'signal-handler-deadlock', waitsFor: { kind, description: '' } }, culprit);
  expect(title('lock')).toBe('The signal handler waits for a lock that the code it interrupted holds');
  expect(title('event')).toBe('The signal handler waits for what only the code it interrupted can give');
});

test('a finalizer is no atexit callback', () => {
  const title = (name: string) => titleOf({ cause: 'atexit-stuck' }, { kind: 'atexit', frame: frame(name) });
  expect(title('Channel.__del__')).toBe('The finalizer Channel.__del__ does not return');
  expect(title('Client.flush')).toBe('An atexit callback, in Client.flush, does not return');
});

test('what is found in another process than the watched one is said to be there', () => {
  const found = { ...finding(), fingerprint: 'f', held: null };
  const culprit = { ...found.culprit, pid: 29 };
  expect(findingTitle({ ...found, culprit }, 17)).toContain(' of child process 29 ');
  expect(findingTitle({ ...found, culprit }, 29)).not.toContain('child process');
  expect(findingTitle({ ...found, culprit })).not.toContain('child process');
});
