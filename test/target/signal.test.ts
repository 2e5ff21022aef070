import { afterEach, expect, test } from '@jest/globals';
import { LiveSystem } from '../../src/target/live-system.ts';
import { readProcess } from '../../src/target/process.ts';
import { isAlive, sendSignal } from '../../src/target/signal.ts';
import { endAll, start, until } from '../support/processes.ts';

const system = new LiveSystem();
afterEach(endAll);

test('a signal reaches the process that was looked at', async () => {
  const child = start('sleep', ['60']);
  sendSignal(system, readProcess(system, child.pid), 'SIGTERM', { namedByUser: true });
  await until(() => child.signalCode, 'the end of the child');
  expect(child.signalCode).toBe('SIGTERM');
});

test('another process that has the pid by now gets no signal', () => {
  const child = start('sleep', ['60']);
  const other = { pid: child.pid, startTicks: readProcess(system, child.pid).startTicks - 1 };
  expect(() => sendSignal(system, other, 'SIGTERM', { namedByUser: true })).toThrow(
    expect.objectContaining({ code: 'process-gone' }),
  );
  expect(isAlive(system, other)).toBe(false);
  expect(child.signalCode).toBeNull();
});

test('a zombie is not alive', async () => {
  const shell = start('sh', ['-c', 'sleep 0.01 & echo $!; exec sleep 60']);
  const zombie = await new Promise<number>((resolve) =>
    shell.stdout?.once('data', (text) => resolve(Number(text))),
  );
  const facts = readProcess(system, zombie);
  await until(() => !isAlive(system, facts), 'the zombie');
  expect(isAlive(system, readProcess(system, shell.pid))).toBe(true);
});

test.each([0, -1, process.pid])('process %p is never signalled', (pid) => {
  expect(() => sendSignal(system, { pid, startTicks: 0 }, 'SIGTERM', { namedByUser: true })).toThrow(
    RangeError,
  );
});

test('PID 1 is not signalled unless the user named it', () => {
  const init = { pid: 1, startTicks: -1 };
  expect(() => sendSignal(system, init, 'SIGTERM', { namedByUser: false })).toThrow(RangeError);
  expect(() => sendSignal(system, init, 'SIGTERM', { namedByUser: true })).toThrow(/ended/);
});
