import assert from 'node:assert/strict';
import { expect, test } from '@jest/globals';
import { assertNotDelayed, assertReadable, assertReport, preflightOf, times } from '../harness/judgement.ts';
import { inNamespace } from '../harness/namespace.ts';
import { python } from '../harness/pod-spec.ts';
import { statusOf } from '../harness/pod-status.ts';
import { program } from '../harness/programs.ts';
import { inScenario } from '../harness/scenario.ts';
import { SIDECAR } from '../harness/sidecar-spec.ts';

const GRACE_SECONDS = 8;
const hanging = program('cancel-swallowed-bare-except');
const common = { programs: [hanging], graceSeconds: GRACE_SECONDS };

test.each([
  ['as root', 0],
  ['as another user', 2000],
])('profile ptrace reads a service that runs %s', async (name, uid) => {
  const scenario = { ...common, apps: [{ uid, gid: uid }], podSecurity: 'privileged' } as const;
  await inScenario({ ...scenario, sidecar: { profile: 'ptrace' } }, (seen) => {
    times(`ptrace, service ${name}`, seen);
    assert.equal(preflightOf(seen.watched).level, 'info');
    assertReport(seen.watched, hanging);
    assertNotDelayed(seen);
  });
});

test('profile same-uid sees a service of its uid and gid, without a word of warning', async () => {
  await inScenario(common, (seen) => {
    times('same-uid', seen);
    assert.equal(preflightOf(seen.watched).level, 'info');
    assertReport(seen.watched, hanging);
  });
});

test('profile signals-only says what it can without memory', async () => {
  const sidecar = { profile: 'signals-only', uid: 65_532, gid: 65_532 } as const;
  await inScenario({ ...common, sidecar }, (seen) => {
    times('signals-only', seen);
    const report = assertReadable(seen.watched);
    assert.equal(report.outcome, 'hung');
    assert.notDeepEqual(report.limits, []);
    assertNotDelayed(seen);
  });
});

test.each([
  ['uid', { uid: 2000, gid: 1000 }, /runAsUser/],
  ['gid', { uid: 1000, gid: 2000 }, /runAsGroup/],
])('profile same-uid beside a service of another %s is loud at the start', async (name, app, fixed) => {
  await inScenario({ ...common, apps: [app] }, (seen) => {
    times(`same-uid, service of another ${name}`, seen);
    const { level, msg, fix } = preflightOf(seen.watched);
    assert.notEqual(level, 'info');
    expect(`${msg} ${fix}`).toMatch(fixed);
    const report = assertReadable(seen.watched);
    assert.equal(report.outcome, 'hung');
    assert.notDeepEqual(report.limits, []);
    assertNotDelayed(seen);
  });
});

test('a sidecar that is told to fail where it is blind does so', async () => {
  await inNamespace({ programs: [hanging.path] }, async (namespace) => {
    const app = { command: python('cancel-swallowed-bare-except.py'), uid: 2000 };
    const pod = namespace.pod('blind', { graceSeconds: 2, apps: [app], sidecar: { onBlind: 'fail' } });
    await pod.create();
    const hasFailed = (seen: Parameters<typeof statusOf>[0]) => {
      const { state, lastState } = statusOf(seen, SIDECAR) ?? {};
      return (state?.terminated?.exitCode ?? lastState?.terminated?.exitCode ?? 0) !== 0;
    };
    await pod.until('the failure of the sidecar', hasFailed, 60_000);
    assert.equal(preflightOf(pod.log(SIDECAR)).level, 'error');
  });
});
