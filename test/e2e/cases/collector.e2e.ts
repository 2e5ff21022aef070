import assert from 'node:assert/strict';
import { test } from '@jest/globals';
import { CollectorPod } from '../harness/collector-pod.ts';
import { assertReport } from '../harness/judgement.ts';
import { inNamespace } from '../harness/namespace.ts';
import { python } from '../harness/pod-spec.ts';
import { helper, program } from '../harness/programs.ts';
import { reportsOf } from '../harness/sidecar-lines.ts';

const GRACE_SECONDS = 8;
/** For the end of a pod beyond its grace period, without any sidecar. */
const BEYOND_GRACE_SECONDS = 5;
const hanging = program('cancel-swallowed-bare-except');

async function watchedBy(
  behaviour: 'accept' | 'slow' | 'unavailable',
  port: number,
  check: (collector: CollectorPod, revision: number) => void,
): Promise<void> {
  await inNamespace({ programs: [hanging.path, helper('collector.py')] }, async (namespace) => {
    const collector = new CollectorPod(namespace, behaviour);
    await collector.create();
    const pod = namespace.pod('watched', {
      graceSeconds: GRACE_SECONDS,
      apps: [{ command: python('cancel-swallowed-bare-except.py') }],
      sidecar: { collectorUrl: `http://${await collector.address()}:${port}` },
    });
    await pod.create();
    await pod.ready();
    const termination = await pod.gone(await pod.delete());
    const report = assertReport(termination, hanging);
    const [first] = reportsOf(termination.lines, 'app');
    const firstSeconds = ((first?.atMs ?? 0) - termination.askedAtMs) / 1_000;
    process.stdout.write(
      `  collector ${behaviour}:${port}: first report ${firstSeconds.toFixed(2)} s, gone ${termination.seconds.toFixed(2)} s\n`,
    );
    assert.ok(termination.seconds < GRACE_SECONDS + BEYOND_GRACE_SECONDS);
    check(collector, report.revision);
  });
}

const ANSWERS = 9_000;
const BLACK_HOLE = 9_001;
const NOBODY = 9_002;

test('a collector gets the hello, and the report before the pod is gone', async () => {
  await watchedBy('accept', ANSWERS, (collector) => {
    const requests = collector.requests();
    const hello = requests.find(({ path }) => path === '/v1/pods');
    assert.equal(hello?.body['schema'], 'straggler.pod/v1');
    assert.deepEqual(hello?.body['containers'], ['app']);
    const reports = requests.filter(({ path }) => path === '/v1/reports');
    const whole = reports.findLast(({ abridged }) => abridged !== 'true');
    assert.equal(whole?.body['schema'], 'straggler.report/v1');
    assert.equal(whole.body['outcome'], 'hung');
    assert.ok(requests.every(({ authorized }) => authorized));
  });
});

test.each([
  ['never answers', 'slow', ANSWERS],
  ['is unavailable', 'unavailable', ANSWERS],
  ['is a black hole', 'accept', BLACK_HOLE],
  ['refuses connections', 'accept', NOBODY],
] as const)('a collector that %s holds nothing up', async (_name, behaviour, port) => {
  await watchedBy(behaviour, port, () => undefined);
});
