import assert from 'node:assert/strict';
import { test } from '@jest/globals';
import {
  assertEarly,
  assertNotDelayed,
  assertReport,
  assertTerminationMessage,
  times,
} from '../harness/judgement.ts';
import { python } from '../harness/pod-spec.ts';
import { podProgram, program } from '../harness/programs.ts';
import { inScenario } from '../harness/scenario.ts';

const GRACE_SECONDS = 8;

test.each([
  ['a swallowed cancellation', 'cancel-swallowed-bare-except'],
  ['a blocked loop', 'loop-blocked-sleep'],
  ['a thread that is no daemon', 'thread-not-daemon-poller'],
])('%s is named with its line, in a namespace of the restricted level', async (name, file) => {
  const hanging = program(file);
  await inScenario({ programs: [hanging], graceSeconds: GRACE_SECONDS }, (seen) => {
    times(name, seen);
    const report = assertReport(seen.watched, hanging);
    assert.equal(report.shutdown?.trigger, 'prestop');
    assert.equal(report.shutdown.signalledBy, 'kubelet');
    assert.equal(report.pod?.name, 'watched');
    const { message } = assertEarly(seen.watched);
    assert.doesNotMatch(message, /\n/);
    assertTerminationMessage(seen.watched, new RegExp(report.findings[0]?.cause ?? 'no finding'));
    assertNotDelayed(seen);
  });
});

test('a resident sidecar names it as well', async () => {
  const hanging = program('cancel-swallowed-bare-except');
  const scenario = {
    programs: [hanging],
    graceSeconds: GRACE_SECONDS,
    sidecar: { mode: 'resident' } as const,
  };
  await inScenario(scenario, (seen) => {
    times('resident', seen);
    assertReport(seen.watched, hanging);
    assertEarly(seen.watched);
    assertNotDelayed(seen);
  });
});

test('the worker of a supervisor is blamed, not the supervisor', async () => {
  const hanging = podProgram('supervisor');
  await inScenario({ programs: [hanging], graceSeconds: GRACE_SECONDS }, (seen) => {
    times('supervisor', seen);
    assertReport(seen.watched, hanging);
    assertNotDelayed(seen);
  });
});

test('two Python containers give one report each', async () => {
  const hanging = program('cancel-swallowed-bare-except');
  const healthy = program('control-healthy-asyncio');
  await inScenario({ programs: [hanging, healthy], graceSeconds: GRACE_SECONDS }, (seen) => {
    times('two containers, the one that hangs', seen);
    times('two containers, the one that ends', seen, 'app-2');
    const first = assertReport(seen.watched, hanging);
    const second = assertReport(seen.watched, healthy, 'app-2');
    assert.notEqual(first.id, second.id);
    assertNotDelayed(seen);
  });
});

test('20,000 tasks are read in time', async () => {
  const hanging = podProgram('many-tasks');
  const apps = [{ command: python('many-tasks.py', '20000') }];
  await inScenario({ programs: [hanging], apps, graceSeconds: GRACE_SECONDS }, (seen) => {
    times('20,000 tasks', seen);
    const report = assertReport(seen.watched, hanging);
    assert.ok(report.tasks.total >= 20_000, `${report.tasks.total} tasks seen`);
    assertNotDelayed(seen);
  });
});
