import { expect, test } from '@jest/globals';
import { buildReport } from '../../src/report/build.ts';
import { capture, place, task, thread } from './support/captures.ts';
import { exitedInput, HOSTILE, hostileInput, hungInput, limitsInput } from './support/fixtures.ts';
import { dumpInput, finding } from './support/inputs.ts';

test('the summary is the first finding’s sentence', () => {
  expect(buildReport(hungInput()).summary).toBe(finding().sentence);
});

test('without a finding the summary states the outcome', () => {
  expect(buildReport(exitedInput()).summary).toBe('app.py (pid 17) exited 0.41 s after SIGTERM.');
  expect(buildReport(limitsInput()).summary).toContain('still running 30.0 s after SIGTERM');
  expect(buildReport(dumpInput()).summary).toContain('nothing was seen that would hold up a shutdown');
});

test('survivors are the tasks of the last look, with their verdicts', () => {
  const report = buildReport(hungInput());
  expect(report.survivors.map(({ name, role, cancellation }) => [name, role, cancellation])).toEqual([
    ['poller', 'culprit', 'swallowed'],
    ['Task-1', 'victim', 'requested'],
  ]);
  expect(report.tasks).toEqual({ total: 214, pending: 2, cancelRequested: 2 });
  expect(report.captures.map(({ pending }) => pending)).toEqual([214, 2, 2, 2]);
});

test('a process that ended in time has no survivors, whatever the last look before its end saw', () => {
  const report = buildReport(exitedInput());
  expect(report.survivors).toEqual([]);
  expect(report.threads).toEqual([]);
  expect(report.tasks).toEqual({ total: 3, pending: 0, cancelRequested: 0 });
});

test('a process that was gone before the first look still has a report', () => {
  const input = { ...exitedInput(), evidence: { ...exitedInput().evidence, captures: [] } };
  expect(buildReport(input)).toMatchObject({ target: { pid: 17, command: [], python: null }, captures: [] });
});

test('tasks with equal stacks share one array of frames', () => {
  const places = [place('main', '/srv/app.py', 3)];
  const tasks = [task('0x1', 'a', places), task('0x2', 'b', places), task('0x3', 'c', [...places])];
  const { survivors } = buildReport(
    dumpInput({
      evidence: {
        captures: [{ seconds: 0, capture: capture({ tasks }) }],
        signal: null,
        graceSeconds: null,
        ended: false,
      },
    }),
  );
  expect(survivors[1]?.stack).toBe(survivors[0]?.stack);
  expect(survivors[2]?.stack).toBe(survivors[0]?.stack);
});

test('--no-source leaves no source line: neither the frame’s nor the construct’s', () => {
  const [found] = buildReport({ ...hungInput(), includeSource: false }).findings;
  expect(found?.culprit.frame?.source).toBeNull();
  expect(found?.culprit.construct).toEqual({ kind: 'except', text: 'except', file: '/srv/app.py', line: 44 });
  expect(found?.fingerprint).toBe(buildReport(hungInput()).findings[0]?.fingerprint);
});

test('limits of all looks appear once, the latest look’s numbers', () => {
  const limit = (sentence: string) => ({ code: 'bad-reads', sentence, fix: 'none needed' });
  const look = (seconds: number, sentence: string) => ({
    seconds,
    capture: capture({ limits: [limit(sentence)] }),
  });
  const { limits } = buildReport(
    dumpInput({
      evidence: {
        captures: [look(0, '3 reads failed.'), look(1, '5 reads failed.')],
        signal: null,
        graceSeconds: null,
        ended: false,
      },
      limits: [{ code: 'no-py-spy', sentence: 'No py-spy.', fix: 'install it' }],
    }),
  );
  expect(limits.map(({ sentence }) => sentence)).toEqual(['No py-spy.', '5 reads failed.']);
});

test('what a thread waits for is said in words', () => {
  const waits = [
    { kind: 'thread-join', threadId: 18, threadName: null, timeoutSeconds: null },
    { kind: 'lock', lockId: '0x1', type: 'RLock', ownerThreadId: 18, ownerKnown: 'field' },
    { kind: 'queue', objectId: '0x2', operation: 'put', size: 10, limit: 10, unfinished: 10 },
    { kind: 'computing' },
  ] as const;
  const threads = [
    ...waits.map((waitsFor, index) => thread(20 + index, 't', [], { waitsFor })),
    thread(18, 'pump', [], { loopId: '0x9' }),
    thread(19, 'poll', []),
  ];
  const { threads: shown } = buildReport(
    dumpInput({
      evidence: {
        captures: [{ seconds: 0, capture: capture({ threads }) }],
        signal: null,
        graceSeconds: null,
        ended: false,
      },
    }),
  );
  expect(shown.map(({ waitsFor }) => waitsFor)).toEqual([
    "the end of thread 'pump'",
    "a threading.RLock held by thread 'pump'",
    'queue.put (10 of 10 queued)',
    null,
    'events of its loop',
    'events of its selector',
  ]);
});

test('names are bounded and well-formed', () => {
  const report = buildReport(hostileInput());
  expect(JSON.stringify(report).length).toBeLessThan(40_000);
  const names = report.survivors.map(({ name }) => name);
  expect(names.at(-1)).toBe(`${'x'.repeat(199)}…`);
  expect(names).toContain('half \ufffd pair');
  expect(names).toContain(HOSTILE.markup);
});

test('the time for a report grows with the number of tasks and no faster', () => {
  const places = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, line) => place(name, '/srv/app.py', line));
  const cpuMsFor = (count: number) => {
    const tasks = Array.from({ length: count }, (_, index) =>
      task(`0x${index}`, `Task-${index}`, [...places]),
    );
    const captures = [{ seconds: 0, capture: capture({ tasks }) }];
    const input = dumpInput({ evidence: { captures, signal: null, graceSeconds: null, ended: false } });
    const before = process.cpuUsage();
    expect(buildReport(input).survivors).toHaveLength(count);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  cpuMsFor(10_000);
  const few = Math.min(cpuMsFor(10_000), cpuMsFor(10_000), cpuMsFor(10_000));
  // Ten times as many; quadratic would be a hundred times.
  expect(cpuMsFor(100_000)).toBeLessThan(40 * Math.max(few, 2));
});
