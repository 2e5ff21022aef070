import { expect, test } from '@jest/globals';
import { parseStat } from '../../src/target/stat.ts';
import { parseStatus } from '../../src/target/status.ts';
import { parseSyscall } from '../../src/target/threads.ts';

test('a name with parentheses, spaces and line ends does not shift the numbers of /proc/PID/stat', () => {
  const stat = parseStat(
    '77 (a) S 1 (\n) b) T 5 77 70 34816 -1 4194304 1 2 3 4 150 50 0 0 20 0 1 0 98765 0 0 0 4194304 4200000 140737488347136',
  );
  expect(stat).toEqual({
    state: 'T',
    parentPid: 5,
    processGroup: 77,
    sessionId: 70,
    terminal: 34816,
    cpuMs: 2000,
    startTicks: 98765,
    stackStart: '140737488347136',
  });
});

test('the masks of /proc/PID/status are read bit for bit, real-time signals included', () => {
  const { signals } = parseStatus(
    'SigPnd:\t0000000000000001\nShdPnd:\t0000000000004000\nSigBlk:\t8000000000000000\nSigIgn:\tffffffffffffffff\nSigCgt:\t\n',
  );
  expect(signals).toEqual({
    pendingThread: 1n,
    pendingProcess: 1n << 14n,
    blocked: 1n << 63n,
    ignored: (1n << 64n) - 1n,
    caught: 0n,
  });
});

test('a name that would steer the terminal is escaped', () => {
  expect(parseStatus('Name:\t\x1b[2J\\nx\nState:\tS\n').name).toBe('\\x1b[2J\\nx');
});

test('rubbish and nothing give facts that say nothing', () => {
  expect(parseStatus('').state).toBe('?');
  expect(parseStatus('NSpid\nUid: x\nCapEff:\tzz').capabilities).toBe(0n);
  expect(parseStat('').parentPid).toBe(0);
});

test('system calls are named by the table of the machine', () => {
  const text = '202 0x7f00 0x80 0x0 0x0 0x0 0x0 0x7ffe43a7b170 0x7f923b6362ec\n';
  expect(parseSyscall(text, 'x86_64')).toMatchObject({
    number: 202,
    name: 'futex',
    arguments: [0x7f00, 0x80, 0, 0, 0, 0],
  });
  expect(parseSyscall(text, 'aarch64')).toMatchObject({ name: 'accept' });
  expect(parseSyscall(text, null)).toMatchObject({ name: null, programCounter: 0x7f923b6362ec });
});

test.each(['running\n', '-1 0x7ffe 0x7f92\n', '', 'x'])('%j is no system call', (text) => {
  expect(parseSyscall(text, 'x86_64')).toBeNull();
});
