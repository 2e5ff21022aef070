import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import type { Report } from '../../src/report/report.ts';
import { ExitWatch } from '../../src/shutdown/exit-watch.ts';
import { InterruptedError } from '../../src/shutdown/interrupted.ts';
import { OwnSignal } from '../../src/shutdown/own-signal.ts';
import { Timeline } from '../../src/shutdown/timeline.ts';
import { watchTermination } from '../../src/shutdown/watch.ts';
import type { WatchOptions } from '../../src/shutdown/watch-options.ts';
import { LiveSystem } from '../../src/target/live-system.ts';
import { LookError } from '../../src/target/look-error.ts';
import { readProcess } from '../../src/target/process.ts';
import { captureOf, taskOf } from '../support/captures.ts';
import { FakeObserver } from '../support/fake-observer.ts';
import { endAll, start, stateOf, until } from '../support/processes.ts';

const system = new LiveSystem();
afterEach(endAll);

function options(child: ChildProcess & { pid: number }, part: Partial<WatchOptions> = {}): WatchOptions {
  const target = readProcess(system, child.pid);
  const timeline = new Timeline(() => system.nowMs());
  return {
    system,
    observer: new FakeObserver(),
    openObserver: () => new FakeObserver(),
    target,
    beginning: new OwnSignal({ system, timeline, target, signalTo: { ...target, namedByUser: true } }),
    graceSeconds: 1,
    slowSeconds: 0.8,
    readSource: true,
    exitWatch: new ExitWatch(system, target, child),
    timeline,
    interrupted: new AbortController().signal,
    publish: null,
    ...part,
  };
}

/** A shell that has set its trap when this resolves. */
async function trapping(script: string): Promise<ChildProcess & { pid: number }> {
  const child = start('bash', ['-c', `${script}\necho READY; while :; do sleep 0.05; done`]);
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  await until(() => output.includes('READY'), 'READY');
  return child;
}

const events = (report: Report) => report.timeline.map(({ event }) => event);

test('a process that exits in time is reported so, with how it ended', async () => {
  const report = await watchTermination(options(start('sleep', ['60'])));
  expect(report.outcome).toBe('exited');
  expect(report.complete).toBe(true);
  expect(report.shutdown).toMatchObject({ signal: 'SIGTERM', exit: { code: null, signal: 'SIGTERM' } });
  expect(events(report)).toEqual(['signal-sent', 'exited']);
});

test("an exit status that only the parent is told is the child's own", async () => {
  const report = await watchTermination(options(await trapping('trap "exit 7" TERM')));
  expect(report.shutdown?.exit).toMatchObject({ code: 7, signal: null });
});

test('a late exit is slow', async () => {
  const child = await trapping('trap "sleep 0.4; exit 0" TERM');
  const report = await watchTermination(options(child, { slowSeconds: 0.2 }));
  expect(report.outcome).toBe('slow');
  const { durationSeconds } = report.shutdown!;
  expect(durationSeconds).toBeGreaterThan(0.2);
  expect(report.findings).toHaveLength(1);
  expect(report.findings[0]!.held!.ofSeconds).toBeCloseTo(durationSeconds, 2);
  expect(report.summary).toMatch(/^Stopped after 0\.\d+ s; /);
});

test('a process that stays is hung at the deadline, looked at before the signal and up to the end', async () => {
  const child = await trapping('trap "" TERM');
  const observer = new FakeObserver();
  const report = await watchTermination(options(child, { observer }));
  expect(report.outcome).toBe('hung');
  expect(report.complete).toBe(true);
  expect(report.shutdown!.exit).toBeNull();
  expect(report.shutdown!.durationSeconds).toBeGreaterThanOrEqual(1);
  const seconds = report.captures.map((capture) => capture.seconds);
  expect(seconds[0]).toBeLessThan(0);
  expect(seconds.length).toBeGreaterThanOrEqual(4);
  expect(seconds.at(-1)).toBeLessThan(1);
  for (const budget of observer.budgets) expect(budget).toBeGreaterThan(0);
  expect(stateOf(child.pid)).toMatch(/[SR]/);
});

test('each revision is a whole report that is not the last word, and keeps the id', async () => {
  const child = await trapping('trap "" TERM');
  const published: Report[] = [];
  const publish = (report: Report) => published.push(report);
  const last = await watchTermination(options(child, { publish }));
  const all = [...published, last];
  expect(all.map(({ revision }) => revision)).toEqual(all.map((_, index) => index + 1));
  expect(new Set(all.map(({ id }) => id)).size).toBe(1);
  expect(all.map(({ complete }) => complete)).toEqual([...published.map(() => false), true]);
  expect(published[0]!.captures.length).toBeLessThanOrEqual(2);
});

test('where a look takes long, a first report is out before the first look after the signal', async () => {
  const child = await trapping('trap "" TERM');
  const published: Report[] = [];
  const observer = new FakeObserver(() => captureOf({ durationMs: 200 }));
  await watchTermination(options(child, { observer, publish: (report) => published.push(report) }));
  expect(published[0]!.captures).toHaveLength(1);
});

test('nothing is signalled when the process cannot be looked at', async () => {
  const child = start('sleep', ['60']);
  const refusal = new LookError('not-python', 'no', 'do');
  const observer = new FakeObserver(() => Promise.reject(refusal));
  await expect(watchTermination(options(child, { observer }))).rejects.toBe(refusal);
  expect(stateOf(child.pid)).toMatch(/[SRD]/);
});

test('a look that fails later is a limit of the report and no end of the watch', async () => {
  const child = await trapping('trap "" TERM');
  const observer = new FakeObserver((index) => {
    if (index > 0) throw new Error('moved');
    return captureOf();
  });
  const report = await watchTermination(options(child, { observer }));
  expect(report.outcome).toBe('hung');
  expect(report.captures).toHaveLength(1);
  expect(report.limits).toEqual([expect.objectContaining({ code: 'look-failed' })]);
});

test('what was read of a process that ended meanwhile is not evidence', async () => {
  const child = await trapping('trap "exit 0" TERM');
  const observer = new FakeObserver(async (index) => {
    if (index > 0) await until(() => child.exitCode !== null, 'the end');
    return captureOf({ tasks: [taskOf('0x1')] });
  });
  const report = await watchTermination(options(child, { observer }));
  expect(report.outcome).toBe('exited');
  expect(report.captures).toHaveLength(1);
});

test('an exit after the deadline, seen because the last look took long, is no exit in time', async () => {
  const child = await trapping('trap "sleep 0.7; exit 0" TERM');
  const observer = new FakeObserver(async (index) => {
    if (index > 0) await sleep(400);
    return captureOf();
  });
  const report = await watchTermination(options(child, { observer, graceSeconds: 0.5, slowSeconds: 0.4 }));
  expect(report.outcome).toBe('hung');
});

test('an interruption ends the watch at once with a report of what is known', async () => {
  const child = await trapping('trap "" TERM');
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 200);
  const report = await watchTermination(options(child, { graceSeconds: 60, interrupted: controller.signal }));
  expect(report).toMatchObject({ outcome: 'hung', complete: false });
  expect(events(report)).toEqual(['signal-sent', 'interrupted']);
  expect(report.shutdown!.durationSeconds).toBeLessThan(10);
});

test('an interruption before the signal means that none is sent', async () => {
  const child = start('sleep', ['60']);
  const interrupted = AbortSignal.abort();
  await expect(watchTermination(options(child, { interrupted }))).rejects.toThrow(InterruptedError);
  expect(stateOf(child.pid)).toMatch(/[SRD]/);
});

test('captures of a huge process are thinned, the first and the last ones kept', async () => {
  const child = await trapping('trap "" TERM');
  const tasks = Array.from({ length: 60_000 }, (_, index) => taskOf(`0x${index}`));
  const observer = new FakeObserver(() => captureOf({ tasks }));
  const report = await watchTermination(options(child, { observer, graceSeconds: 4 }));
  expect(observer.budgets.length).toBeGreaterThan(3);
  expect(report.captures).toHaveLength(3);
  expect(report.captures[0]!.seconds).toBeLessThan(0);
});
