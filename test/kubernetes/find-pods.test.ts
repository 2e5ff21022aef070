import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findPods } from '../../src/kubernetes/find-pods.ts';
import { ApiPods, podObject } from '../support/api-pods.ts';
import { ApiServer } from '../support/api-server.ts';

let server: ApiServer;
beforeEach(async () => {
  server = await new ApiServer().start();
});
afterEach(() => server.stop());

test('the ready pods come first, and one that is being deleted is not ready', async () => {
  const pods = new ApiPods(server);
  const ready = { status: { conditions: [{ type: 'Ready', status: 'True' }] } };
  pods.put(podObject('starts'));
  pods.put(podObject('ends', { ...ready, deletionTimestamp: '2026-11-28T10:00:00Z' }));
  pods.put(podObject('runs', ready));
  expect(await findPods(server.access(), { namespace: 'shop', selector: 'app=x' })).toEqual([
    { namespace: 'shop', name: 'runs', ready: true },
    { namespace: 'shop', name: 'starts', ready: false },
    { namespace: 'shop', name: 'ends', ready: false },
  ]);
  expect(server.asked[0]?.query.get('labelSelector')).toBe('app=x');
});
