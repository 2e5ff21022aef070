/** The pages upon a real store. */
import { gzipSync } from 'node:zlib';
import { expect } from '@jest/globals';
import { reportJson } from '../../../src/report/render/json.ts';
import { FIXTURES } from '../../report/support/fixtures.ts';
import { withStore } from '../store/each-store.ts';
import { exited, FINGERPRINT, hung, SECOND, T0 } from '../store/incoming.ts';
import { startReading } from './support/server.ts';

withStore('sqlite', (storeTest) => {
  storeTest('what was reported is in the lists, on the page of its hang, and on its own', async (bench) => {
    const store = await bench.fresh();
    const document = gzipSync(reportJson(FIXTURES['hung']!()));
    for (const [index, image] of ['orders:1', 'orders:2'].entries())
      await store.saveReport({
        ...hung({ id: `01HUNG${index}`, podUid: `uid-${index}`, image, receivedAtMs: T0 + index * SECOND }),
        document,
      });
    await store.saveReport(exited({ id: '01EXITED', podUid: 'uid-9', namespace: 'mail' }));
    await store.settleOverdue(T0 + 600 * SECOND, SECOND);
    const running = await startReading(store, { clock: () => T0 + 700 * SECOND });
    try {
      const list = await running.get('/?workload=orders&text=POLLER&since=24h');
      expect(list.status).toBe(200);
      expect(list.text).toContain(`href="/hangs/${FINGERPRINT}"`);
      expect(list.text).toContain('orders:1');
      expect((await running.get('/?namespace=mail')).text).toContain('No hang matches');
      const hang = await running.get(`/hangs/${FINGERPRINT}`);
      expect(hang.text).toContain('2 pods, 2 containers killed');
      expect(hang.text).toContain('href="/reports/01HUNG1"');
      expect((await running.get('/reports?outcome=exited')).text).toContain('href="/reports/01EXITED"');
      const page = await running.get('/reports?limit=1');
      const older = /<a href="([^"]+)" rel="next">/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
      expect((await running.get(older)).text).toContain('href="/reports/01HUNG');
      expect((await running.get('/reports/01HUNG0')).text).toContain('What to change');
      expect(JSON.parse((await running.get('/api/v1/hangs')).text).hangs).toHaveLength(1);
      expect(running.troubles).toEqual([]);
    } finally {
      await running.stop();
    }
  });

  storeTest('a store that was closed gives 503', async (bench) => {
    const store = await bench.fresh();
    const running = await startReading(store);
    await bench.closeAll();
    try {
      expect((await running.get('/')).status).toBe(503);
      expect((await running.get('/api/v1/reports')).status).toBe(503);
    } finally {
      await running.stop();
    }
  });
});
