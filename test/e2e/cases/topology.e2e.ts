import assert from 'node:assert/strict';
import { expect, test } from '@jest/globals';
import { assertNotDelayed, assertReadable, assertReport, preflightOf, times } from '../harness/judgement.ts';
import { python } from '../harness/pod-spec.ts';
import { program } from '../harness/programs.ts';
import { inScenario } from '../harness/scenario.ts';

const GRACE_SECONDS = 8;
const hanging = program('cancel-swallowed-bare-except');
const COMMAND = python('cancel-swallowed-bare-except.py');

test('a shell as first process: the report says why the service got no time', async () => {
  const apps = [{ command: ['sh', '-c', COMMAND.join(' ')] }];
  await inScenario({ programs: [hanging], apps, graceSeconds: GRACE_SECONDS }, (seen) => {
    times('shell form', seen);
    const { level, msg, fix } = preflightOf(seen.watched);
    assert.notEqual(level, 'info', `${msg} ${fix}`);
    expect(`${msg} ${fix}`).toMatch(/sh -c/);
    const report = assertReadable(seen.watched);
    const words = JSON.stringify([report.summary, report.timeline, report.limits, report.findings]);
    expect(words).toMatch(/a shell that does not pass SIGTERM on/);
    assertNotDelayed(seen);
  });
});

// There the sidecar's first process is PID 1, to which the kernel passes no signal that it has no handler for.
test.each([
  ['hangs', hanging],
  ['ends at once', program('control-healthy-asyncio')],
])(
  'without the shared process namespace, a service that %s: preflight says how to mend it',
  async (how, service) => {
    const scenario = { programs: [service], shareProcessNamespace: false, graceSeconds: GRACE_SECONDS };
    await inScenario(scenario, (seen) => {
      times(`private process namespace, a service that ${how}`, seen);
      const { level, msg, fix } = preflightOf(seen.watched);
      assert.notEqual(level, 'info');
      expect(`${msg} ${fix}`).toMatch(/shareProcessNamespace/);
      assertNotDelayed(seen);
    });
  },
);

test.each([
  ['exec', { exec: { command: ['sleep', '5'] } }],
  ['sleep', { sleep: { seconds: 5 } }],
])('a preStop hook (%s) of the service that takes its time is held against it', async (kind, preStop) => {
  await inScenario({ programs: [hanging], apps: [{ preStop }], graceSeconds: GRACE_SECONDS }, (seen) => {
    times(`preStop of the service (${kind})`, seen);
    const report = assertReport(seen.watched, hanging);
    const words = JSON.stringify([report.summary, report.timeline, report.limits, report.findings]);
    expect(words).toMatch(/preStop/i);
    assertNotDelayed(seen);
  });
});

test('a preStop hook that outlasts the grace period: the signal came too late', async () => {
  const apps = [{ preStop: { exec: { command: ['sleep', '60'] } } }];
  await inScenario({ programs: [hanging], apps, graceSeconds: GRACE_SECONDS }, (seen) => {
    times('preStop longer than the grace period', seen);
    const report = assertReadable(seen.watched);
    assert.equal(report.outcome, 'hung');
    expect(JSON.stringify([report.summary, report.timeline, report.limits, report.findings])).toMatch(
      /preStop/i,
    );
    assertNotDelayed(seen);
  });
});
