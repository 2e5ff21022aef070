import assert from 'node:assert/strict';
import { expect, test } from '@jest/globals';
import { assertNotDelayed, assertReport, times } from '../harness/judgement.ts';
import { inNamespace } from '../harness/namespace.ts';
import { python } from '../harness/pod-spec.ts';
import { statusOf } from '../harness/pod-status.ts';
import { podProgram, program } from '../harness/programs.ts';
import { inScenario } from '../harness/scenario.ts';
import { SIDECAR } from '../harness/sidecar-spec.ts';

const GRACE_SECONDS = 8;
const hanging = program('cancel-swallowed-bare-except');

test('an eviction is watched like a deletion', async () => {
  const scenario = { programs: [hanging], graceSeconds: GRACE_SECONDS };
  await inScenario({ ...scenario, end: (pod) => pod.evict() }, (seen) => {
    times('eviction', seen);
    assertReport(seen.watched, hanging);
    assertNotDelayed(seen);
  });
});

test('a forced deletion without grace is as quick as without the sidecar', async () => {
  const scenario = { programs: [hanging], graceSeconds: GRACE_SECONDS };
  await inScenario({ ...scenario, end: (pod) => pod.delete(0) }, async (seen) => {
    times('forced deletion', seen);
    assertNotDelayed(seen);
    // The object is gone at once; the containers' logs end when the containers do.
    await seen.pod.log(SIDECAR).end(10_000);
    assert.ok(seen.pod.log(SIDECAR).isEnded, 'the sidecar outlives its pod');
  });
});

test.each([
  ['asyncio.run', 'run'],
  ['the main task', 'main'],
])(
  'a restart by a failing liveness probe, while %s waits, is noticed by a resident sidecar',
  async (_, who) => {
    const failing = podProgram('liveness');
    const livenessProbe = { httpGet: { path: '/', port: 8080 }, periodSeconds: 1, failureThreshold: 2 };
    const app = { command: python('liveness.py', '12', who), livenessProbe };
    const options = { graceSeconds: GRACE_SECONDS, apps: [app] };
    await inNamespace({ programs: [failing.path] }, async (namespace) => {
      const watched = namespace.pod('watched', { ...options, sidecar: { mode: 'resident' } });
      const plain = namespace.pod('plain', { ...options, sidecar: null });
      const pods = [watched, plain];
      await Promise.all(pods.map((pod) => pod.create()));
      await Promise.all(pods.map((pod) => pod.ready()));
      const startedAtMs = Date.now();
      const isRestarted = (pod: Parameters<typeof statusOf>[0]) =>
        (statusOf(pod, 'app')?.restartCount ?? 0) > 0;
      const restarts = pods.map(async (pod) => {
        await pod.until('the restart of its container', isRestarted, 60_000);
        return (Date.now() - startedAtMs) / 1_000;
      });
      const [seconds = 0, plainSeconds = 0] = await Promise.all(restarts);
      process.stdout.write(
        `  liveness: restarted after ${seconds} s, ${plainSeconds} s without the sidecar\n`,
      );
      const isHung = ({ event }: { event: { event: string; report?: { outcome: string } } | null }) =>
        event?.event === 'report' && event.report?.outcome === 'hung';
      const log = watched.log(SIDECAR);
      await log.first('a report of the hang', isHung, 10_000);
      const report = assertReport({ lines: log.lines }, failing);
      expect(report.shutdown?.trigger).toBe('process');
      assert.ok(seconds < plainSeconds + 1.5);
    });
  },
);
