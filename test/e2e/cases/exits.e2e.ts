import assert from 'node:assert/strict';
import { test } from '@jest/globals';
import { JobUnderTest } from '../harness/job.ts';
import { assertNotDelayed, assertReport, times } from '../harness/judgement.ts';
import { inNamespace } from '../harness/namespace.ts';
import { python } from '../harness/pod-spec.ts';
import { podProgram, program } from '../harness/programs.ts';
import { inScenario } from '../harness/scenario.ts';
import { reportsOf } from '../harness/sidecar-lines.ts';

const GRACE_SECONDS = 10;
/** Past the slow threshold of 80 %, and farther from the deadline than any doubt about who ended the process. */
const SLOW = { graceSeconds: 15, seconds: '12.4' };

test('a program that ends at once gives a short report and is not held up', async () => {
  const healthy = program('control-healthy-asyncio');
  await inScenario({ programs: [healthy], graceSeconds: GRACE_SECONDS }, (seen) => {
    times('clean exit', seen);
    const report = assertReport(seen.watched, healthy);
    assert.equal(report.outcome, 'exited');
    assert.deepEqual(report.findings, []);
    assertNotDelayed(seen);
  });
});

test('a program that needs most of its grace period is slow', async () => {
  const slow = podProgram('slow-exit');
  const apps = [{ command: python('slow-exit.py', SLOW.seconds) }];
  await inScenario({ programs: [slow], apps, graceSeconds: SLOW.graceSeconds }, (seen) => {
    times('slow exit', seen);
    assertReport(seen.watched, slow);
    assertNotDelayed(seen);
  });
});

test('a job that ends by itself completes, and is no hang', async () => {
  const ending = podProgram('job');
  await inNamespace({ programs: [ending.path] }, async (namespace) => {
    const options = { graceSeconds: GRACE_SECONDS, apps: [{ command: python('job.py') }] };
    const watched = new JobUnderTest(namespace, 'watched', { ...options, sidecar: {} });
    const plain = new JobUnderTest(namespace, 'plain', { ...options, sidecar: null });
    const [one, other] = await Promise.all([watched.run(), plain.run()]);
    process.stdout.write(
      `  job: complete ${one.seconds.toFixed(2)} s after its start, ${other.seconds.toFixed(2)} s without the sidecar\n`,
    );
    assert.ok(one.seconds - other.seconds < 4, 'the job was held up');
    for (const { report } of reportsOf(one.lines, 'app')) {
      assert.notEqual(report.outcome, 'hung');
      assert.deepEqual(report.findings, []);
    }
  });
});
