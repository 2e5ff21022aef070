/** What the collector and the commands ask of the API server: pods' ends, tokens, ports of pods, Hang objects. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from '@jest/globals';
import { parse } from 'yaml';
import { HangWriter } from '../../../src/collector/hangs/hang-writer.ts';
import type { ContainerEnding } from '../../../src/collector/model/termination.ts';
import { PodEndings } from '../../../src/collector/pods/pod-endings.ts';
import { fromKubeconfig } from '../../../src/kubernetes/api.ts';
import { forwardPort } from '../../../src/kubernetes/port-forward.ts';
import { reviewToken } from '../../../src/kubernetes/token-review.ts';
import { hang } from '../../collector/hangs/hang-example.ts';
import { until } from '../../support/processes.ts';
import type { Cluster } from '../harness/cluster.ts';
import { ClusterError } from '../harness/cluster.ts';
import { inNamespace } from '../harness/namespace.ts';

const GRACE_SECONDS = 6;
const TIMEOUT_MS = 60_000;

const says = (lines: string) => ['python3', '-c', `import signal, sys, time\n${lines}`];
const hanging = says('signal.signal(15, lambda *_: None)\nprint("READY")\nwhile True: time.sleep(1)');
const exiting = says('signal.signal(15, lambda *_: sys.exit(3))\nprint("READY")\nwhile True: time.sleep(1)');
const serving = says(`import http.server
print("READY")
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"x" * 5_000_000
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
http.server.ThreadingHTTPServer(("127.0.0.1", 8081), Handler).serve_forever()`);
const ownCluster = () => fromKubeconfig({ context: null, path: null });

test('the ends of a pod’s containers are told: one killed at the deadline, one by itself', async () => {
  await inNamespace({ programs: [] }, async (namespace) => {
    const pod = namespace.pod('orders', {
      graceSeconds: GRACE_SECONDS,
      apps: [
        { name: 'hangs', command: hanging },
        { name: 'exits', command: exiting },
      ],
      sidecar: null,
    });
    const endings: ContainerEnding[] = [];
    const gone: string[] = [];
    const watched = new PodEndings({
      access: ownCluster(),
      settings: { selector: '', namespaces: [namespace.name] },
      events: {
        onEnding: (ending) => endings.push(ending),
        onPodGone: (uid) => gone.push(uid),
        onAlive: () => undefined,
        onTrouble: (sentence) => process.stdout.write(`  ${sentence}\n`),
      },
    });
    watched.start();
    try {
      await pod.create();
      await pod.ready();
      await pod.gone(await pod.delete());
      await until(() => gone.length === 1, 'the end of the pod', TIMEOUT_MS);
    } finally {
      watched.stop();
    }
    const told = endings.map(({ key, reason, exitCode, graceSeconds }) => [
      key.container,
      reason,
      exitCode,
      graceSeconds,
    ]);
    assert.deepEqual(told.sort(), [
      ['exits', 'exit', 3, GRACE_SECONDS],
      ['hangs', 'deadline', 137, GRACE_SECONDS],
    ]);
  });
});

interface TokenRequest {
  status: { token: string };
}

async function tokenOf(cluster: Cluster, pod: { namespace: string; name: string }, audience: string) {
  const { namespace, name } = pod;
  const { metadata } = await cluster.request<{ metadata: { uid: string } }>(
    'GET',
    `/api/v1/namespaces/${namespace}/pods/${name}`,
  );
  const request = await cluster.request<TokenRequest>(
    'POST',
    `/api/v1/namespaces/${namespace}/serviceaccounts/default/token`,
    {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {
        audiences: [audience],
        boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid: metadata.uid },
      },
    },
  );
  return { token: request.status.token, uid: metadata.uid };
}

test('a pod’s token proves its pod for its own audience only, and a port on its loopback can be read', async () => {
  await inNamespace({ programs: [] }, async (namespace) => {
    const pod = namespace.pod('collector', {
      graceSeconds: 1,
      apps: [{ command: serving }],
      sidecar: null,
    });
    await pod.create();
    await pod.ready();
    const place = { namespace: namespace.name, name: 'collector' };
    const right = await tokenOf(namespace.cluster, place, 'straggler');
    const other = await tokenOf(namespace.cluster, place, 'other');
    const access = ownCluster();
    const review = await reviewToken(access, { token: right.token, audience: 'straggler' });
    assert.deepEqual(review.isValid && review.pod, { ...place, uid: right.uid });
    const refused = await reviewToken(access, { token: other.token, audience: 'straggler' });
    assert.equal(refused.isValid, false);

    const forwarding = await forwardPort(access, {
      namespace: namespace.name,
      pod: 'collector',
      port: 8_081,
    });
    try {
      const answers = await Promise.all(
        [1, 2, 3].map(() => fetch(`http://127.0.0.1:${forwarding.port}/`).then((one) => one.text())),
      );
      assert.deepEqual(
        answers.map((text) => text.length),
        [5_000_000, 5_000_000, 5_000_000],
      );
    } finally {
      await forwarding.stop();
    }
  });
});

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

async function defineHangs(cluster: Cluster): Promise<void> {
  const path = new URL('../../../charts/straggler/crds/hangs.straggler.dev.yaml', import.meta.url);
  try {
    await cluster.request('POST', DEFINITIONS, parse(readFileSync(path, 'utf8')) as object);
  } catch (error) {
    if (!(error instanceof ClusterError && error.status === 409)) throw error;
  }
}

interface HangRead {
  metadata: { name: string };
  status: { pods: number; culprit: string };
}

test('a hang is an object that the cluster takes as it is, until it is no more', async () => {
  await inNamespace({ programs: [] }, async (namespace) => {
    await defineHangs(namespace.cluster);
    let hangs = [hang({ namespace: namespace.name, lastSeenMs: Date.now() })];
    const troubles: string[] = [];
    const writer = new HangWriter({
      access: ownCluster(),
      store: { hangObjects: () => Promise.resolve(hangs) },
      settings: { max: 500, keepDays: 14 },
      namespaces: [namespace.name],
      instance: namespace.name,
      pageUrl: null,
      isLeader: () => true,
      onTrouble: (sentence) => troubles.push(sentence),
      timing: { intervalMs: 200, restMs: 0, relistMs: 5_000, slowRetryMs: 500 },
    });
    const path = `/apis/straggler.dev/v1/namespaces/${namespace.name}/hangs`;
    const list = async () => (await namespace.cluster.request<{ items: HangRead[] }>('GET', path)).items;
    writer.start();
    try {
      const [written] = await until(
        async () => {
          const items = await list().catch(() => []);
          return items[0]?.status === undefined ? null : items;
        },
        'the object',
        TIMEOUT_MS,
      );
      assert.equal(written?.status.pods, 37);
      assert.equal(written.status.culprit, 'worker.py:42 Worker.poll');
      hangs = [];
      await until(async () => (await list()).length === 0, 'its deletion', TIMEOUT_MS);
    } finally {
      await writer.stop();
    }
    // The definition may not have been served yet when the first one was written.
    assert.ok(
      troubles.every((sentence) => sentence.includes('has no hangs.straggler.dev')),
      troubles.join('\n'),
    );
  });
});
