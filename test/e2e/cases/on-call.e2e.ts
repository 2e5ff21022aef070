import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { browse, CHROMIUM } from '../../support/chromium.ts';
import { findHelm } from '../harness/helm.ts';
import { inNamespace } from '../harness/namespace.ts';
import { COLLECTOR, OnCall } from '../harness/on-call.ts';
import { hasPrometheus, Prometheus } from '../harness/prometheus.ts';

const RULES = resolve(import.meta.dirname, '../../../charts/straggler/rules/straggler.yaml');
const GRACE_SECONDS = 8;
const REPLICAS = 3;
const SERVICES = ['orders', 'billing', 'search'] as const;
/** The sidecars' last words, the end of settling, a write of the Hang objects. */
const TOLD_MS = 90_000;

interface HangList {
  items: {
    metadata: { name: string };
    status: { workload: string; cause: string; culprit: string; pods: number; sentence: string; fix: string };
  }[];
}

/** Instead of its cancellation being swallowed, it computes a farewell that blocks the loop. */
function blocking(program: string): string {
  const changed = program.replace(/if HANG:\n\s+continue/, '__import__("time").sleep(600)');
  assert.notEqual(changed, program);
  return changed;
}

/** As someone reads who was paged: from the list to the hang to a report of it, on a computer and on a phone. */
async function readPages(scene: OnCall, chromium: string, id: string): Promise<void> {
  const [ui, browsing] = await Promise.all([scene.ui(), browse(chromium)]);
  const folder = process.env['STRAGGLER_E2E_SCREENSHOTS'];
  try {
    for (const options of [
      { width: 1_200 },
      { width: 1_200, colorScheme: 'dark' },
      { width: 360 },
    ] as const) {
      const page = await browsing.open(options);
      const shoot = async (name: string) => {
        const path = `${folder}/${name}-${options.width}-${'colorScheme' in options ? 'dark' : 'light'}.png`;
        if (folder !== undefined) await page.screenshot({ path, fullPage: true });
      };
      await page.goto(ui.address);
      expect(await page.content()).toMatch(/service\.py:\d+/);
      await shoot('hangs');
      await page
        .getByRole('link', { name: /swallowed its cancellation/ })
        .first()
        .click();
      expect(await page.content()).toContain('except asyncio.CancelledError:');
      await shoot('hang');
      await page.goto(`${ui.address}/reports/${id}`);
      expect(await page.content()).toContain('except asyncio.CancelledError:');
      await shoot('report');
      await page.goto(`${ui.address}/reports`);
      await shoot('reports');
    }
    expect(browsing.complaints).toEqual([]);
  } finally {
    await browsing.close();
    await ui.stop();
  }
}

const helmPath = findHelm();
const title =
  'two services of three hang at a rolling restart: hangs, counters, alerts and every command tell it';

async function onCall(path: string): Promise<void> {
  await inNamespace({ programs: [] }, async (namespace) => {
    const scene = new OnCall(path, namespace);
    let prometheus: Prometheus | null = null;
    try {
      await scene.installCollector();
      const values = ['--set', `replicas=${REPLICAS},straggler.graceSeconds=${GRACE_SECONDS}`];
      await Promise.all([
        scene.installService('orders', { values: [...values, '--set', 'hang=true'] }),
        scene.installService('billing', { values, change: blocking }),
        scene.installService('search', { values }),
      ]);
      const collector = await namespace.cluster.request<{ items: { metadata: { name: string } }[] }>(
        'GET',
        `/api/v1/namespaces/${namespace.name}/pods?labelSelector=app.kubernetes.io%2Fcomponent%3Dcollector`,
      );
      const pod = collector.items[0]?.metadata.name;
      assert.ok(pod !== undefined);
      const metrics = `/api/v1/namespaces/${namespace.name}/pods/${pod}:9188/proxy/metrics`;
      prometheus = await Prometheus.start({
        target: namespace.cluster.url(metrics),
        rules: readFileSync(RULES, 'utf8'),
      });
      const seen = prometheus;
      const count = async (expression: string) => (await seen.query(expression))[0]?.value ?? null;
      const own = (workload: string) => `namespace="${namespace.name}",workload="${workload}"`;

      for (const service of SERVICES)
        await seen.until(
          `the hellos of ${service}`,
          async () => (await count(`straggler_pods_watched{${own(service)}}`)) === REPLICAS,
          TOLD_MS,
        );
      // All at 0 before the first hang, scraped: else no rate sees it.
      expect(await count(`straggler_terminations_total{${own('orders')},outcome="hung"}`)).toBe(0);

      await scene.kubectl('rollout', 'restart', ...SERVICES.map((name) => `deployment/${name}`));
      await Promise.all(SERVICES.map((name) => scene.kubectl('rollout', 'status', `deployment/${name}`)));

      const ended = { orders: 'hung', billing: 'hung', search: 'exited' } as const;
      for (const service of SERVICES)
        await seen.until(
          `${REPLICAS} terminations of ${service}`,
          async () =>
            (await count(`straggler_terminations_total{${own(service)},outcome="${ended[service]}"}`)) ===
            REPLICAS,
          TOLD_MS,
        );
      for (const service of SERVICES)
        expect(await count(`sum(straggler_terminations_total{${own(service)}})`)).toBe(REPLICAS);
      const causes = await seen.query(`straggler_hangs_total{namespace="${namespace.name}"} > 0`);
      expect(
        causes.map(({ labels, value }) => `${labels['workload']} ${labels['cause']} ${value}`).sort(),
      ).toEqual([`billing loop-blocked ${REPLICAS}`, `orders cancel-swallowed ${REPLICAS}`]);

      await seen.until(
        'the alerts',
        async () => {
          const firing = (await seen.alerts()).filter(
            ({ labels }) => labels['alertname'] === 'StragglerShutdownKilled',
          );
          const workloads = firing.map(({ labels }) => labels['workload']).sort();
          return workloads.join() === 'billing,orders' && firing.every(({ state }) => state === 'firing');
        },
        TOLD_MS,
      );
      const alert = (await seen.alerts()).find(({ labels }) => labels['workload'] === 'orders');
      expect(alert?.annotations['description']).toContain('cancel-swallowed');

      const hangs = async () => JSON.parse(await scene.kubectl('get', 'hangs', '-o', 'json')) as HangList;
      await seen.until(
        'two Hang objects',
        async () => {
          const { items } = await hangs();
          return items.length === 2 && items.every(({ status }) => status.pods === REPLICAS);
        },
        TOLD_MS,
      );
      const { items } = await hangs();
      const orders = items.find(({ status }) => status.workload === 'deployment/orders');
      expect(orders?.status).toMatchObject({
        cause: 'cancel-swallowed',
        culprit: expect.stringMatching(/^service\.py:\d+ work$/),
      });
      const table = await scene.kubectl('get', 'hangs', '-A');
      process.stdout.write(`\n${table}`);
      expect(table).toMatch(/NAMESPACE\s+NAME\s+WORKLOAD\s+CAUSE\s+CULPRIT\s+PODS/);
      const described = await scene.kubectl('describe', 'hang', orders!.metadata.name);
      expect(described).toContain('swallowed');
      expect(described).toMatch(/Fix:/);

      const listed = await scene.straggler('hangs', '--namespace', namespace.name);
      process.stdout.write(`\n${listed}`);
      expect(listed).toContain('deployment/orders');
      expect(await scene.plugin('hangs', '--workload', 'billing')).toContain('loop-blocked');
      const { reports } = JSON.parse(
        await scene.straggler('reports', '--namespace', namespace.name, '--outcome', 'hung', '--json'),
      ) as { reports: { id: string; workload: { name: string } }[] };
      expect(reports).toHaveLength(2 * REPLICAS);
      const id = reports.find(({ workload }) => workload.name === 'orders')!.id;
      expect(await scene.straggler('report', id)).toContain('except asyncio.CancelledError:');
      expect(JSON.parse(await scene.straggler('report', id, '--json'))).toMatchObject({
        id,
        schema: 'straggler.report/v1',
        complete: true,
        outcome: 'hung',
      });
      expect(await scene.straggler('report', id, '--html')).toContain('<!doctype html>');
      if (CHROMIUM === null) process.stderr.write('chromium is not here: the pages are not opened\n');
      else await readPages(scene, CHROMIUM, id);
    } finally {
      await prometheus?.stop();
      process.stderr.write(await scene.kubectl('logs', `deployment/${COLLECTOR}`).catch(String));
      process.stderr.write(await scene.straggler('reports', '--namespace', namespace.name).catch(String));
      await scene.remove();
    }
  });
}

if (helmPath === null) test.skip(`${title} (helm is not here)`, () => undefined);
else if (!hasPrometheus()) test.skip(`${title} (prometheus is not here)`, () => undefined);
else test(title, () => onCall(helmPath));
