import assert from 'node:assert/strict';
import { test } from '@jest/globals';
import { assertNotDelayed, assertReadable, assertReport, times } from '../harness/judgement.ts';
import { inNamespace } from '../harness/namespace.ts';
import { python } from '../harness/pod-spec.ts';
import { helper, podProgram, program } from '../harness/programs.ts';
import { inScenario } from '../harness/scenario.ts';
import { newestReport } from '../harness/sidecar-lines.ts';
import { PROGRAMS_PATH, SIDECAR } from '../harness/sidecar-spec.ts';

const GRACE_SECONDS = 8;
const hanging = program('cancel-swallowed-bare-except');
/** When the first report is long out on any machine. */
const FIRST_REPORT_SECONDS = 1.5;
const KILLS = 3;

test('the watcher is killed at random moments: its latest report can be read', async () => {
  await inNamespace({ programs: [hanging.path, helper('kill-watcher.py')] }, async (namespace) => {
    const pods = Array.from({ length: KILLS }, (_, index) => {
      const delay = (FIRST_REPORT_SECONDS + Math.random() * (GRACE_SECONDS - 2.5)).toFixed(2);
      const attacker = { name: 'attacker', command: python('kill-watcher.py', delay) };
      const apps = [{ command: python('cancel-swallowed-bare-except.py') }, attacker];
      const sidecar = { containers: ['app'] };
      return { delay, pod: namespace.pod(`killed-${index}`, { graceSeconds: GRACE_SECONDS, apps, sidecar }) };
    });
    // One after the other: a pod that starts beside it would be noise.
    for (const { pod, delay } of pods) {
      await pod.create();
      await pod.ready();
      const termination = await pod.gone(await pod.delete());
      const killed = pod.log('attacker').lines.filter(({ text }) => text.startsWith('killed'));
      const report = newestReport(termination.lines, 'app');
      process.stdout.write(
        `  killed ${delay} s after its start: revision ${report?.revision}, gone ${termination.seconds.toFixed(2)} s\n`,
      );
      assert.ok(killed.length > 0, 'no watcher was there to be killed');
      assertReport(termination, hanging);
      assert.ok(termination.seconds < GRACE_SECONDS + 5);
    }
  });
});

test('a CPU limit of 50m: the pod ends in time, and the report is there', async () => {
  const sidecar = { resources: { limits: { cpu: '50m' }, requests: { cpu: '10m' } } };
  await inScenario({ programs: [hanging], graceSeconds: 25, sidecar }, (seen) => {
    times('CPU limit 50m', seen);
    assertReport(seen.watched, hanging);
    assertNotDelayed(seen);
  });
});

test('a memory limit of 96Mi and 20,000 tasks: the report is there, and nobody was killed for memory', async () => {
  const crowded = podProgram('many-tasks');
  const apps = [{ command: python('many-tasks.py', '20000') }];
  const sidecar = { resources: { limits: { memory: '96Mi' }, requests: { memory: '32Mi' } } };
  await inScenario({ programs: [crowded], apps, graceSeconds: GRACE_SECONDS, sidecar }, (seen) => {
    times('memory limit 96Mi, 20,000 tasks', seen);
    assertReport(seen.watched, crowded);
    assert.notEqual(seen.watched.ended.get(SIDECAR)?.reason, 'OOMKilled');
    assertNotDelayed(seen);
  });
});

test('a py-spy that hangs holds nothing up', async () => {
  const env = { STRAGGLER_PY_SPY: `${PROGRAMS_PATH}/hanging-py-spy` };
  const sidecar = { env, mountPrograms: true };
  const scenario = { programs: [hanging], helpers: [helper('hanging-py-spy')], graceSeconds: GRACE_SECONDS };
  await inScenario({ ...scenario, sidecar }, (seen) => {
    times('py-spy hangs', seen);
    assertReport(seen.watched, hanging);
    assertNotDelayed(seen);
  });
});

test('a preStop hook that is called twice changes nothing', async () => {
  const hook = ['/usr/local/bin/node', '/opt/straggler/straggler.js', 'prestop'];
  await inScenario(
    {
      programs: [hanging],
      graceSeconds: GRACE_SECONDS,
      end: async (pod) => {
        const askedAtMs = await pod.delete();
        if (pod.hasSidecar) await pod.exec(SIDECAR, hook);
        return askedAtMs;
      },
    },
    (seen) => {
      times('preStop twice', seen);
      const report = assertReadable(seen.watched);
      assert.equal(report.outcome, 'hung');
      assertNotDelayed(seen);
    },
  );
});
