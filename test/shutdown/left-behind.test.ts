import { afterEach, expect, test } from '@jest/globals';
import type { Capture } from '../../src/python/model/capture.ts';
import { leftBehind } from '../../src/shutdown/left-behind.ts';
import { readFamily } from '../../src/target/family.ts';
import { LiveSystem } from '../../src/target/live-system.ts';
import { endAll, start } from '../support/processes.ts';

afterEach(endAll);

/** Its clock stands still: only the signal ends a wait. */
class StandingSystem extends LiveSystem {
  override nowMs(): number {
    return 0;
  }
}

test('who asks Straggler to end does not wait for what outlives the process, and is told of it', async () => {
  const system = new StandingSystem();
  const { pid } = start('sleep', ['600']);
  const family = readFamily(system, process.pid);
  const before = { family, pythonRelatives: [{ pid }] } as unknown as Capture;
  const interrupted = new AbortController();
  setTimeout(() => interrupted.abort(), 100);
  const limit = await leftBehind({ system, before, interrupted: interrupted.signal });
  expect(limit?.code).toBe('child-left-behind');
  expect(limit?.sentence).toContain(`pid ${pid}`);
});
