import { afterEach, expect, test } from '@jest/globals';
import { ExitWatch } from '../../src/shutdown/exit-watch.ts';
import { lastRanAtMs } from '../../src/shutdown/last-ran.ts';
import { LiveSystem } from '../../src/target/live-system.ts';
import { readProcess } from '../../src/target/process.ts';
import { endAll, start } from '../support/processes.ts';

const system = new LiveSystem();
afterEach(endAll);

function blockFor(ms: number): number {
  const fromMs = system.nowMs();
  while (system.nowMs() - fromMs < ms);
  return fromMs;
}

const tells = lastRanAtMs(system, process.pid) !== null;

(tells ? test : test.skip)(
  'an exit that is noticed late is told by when the kernel last ran the process',
  async () => {
    const child = start('sleep', ['0.4']);
    const watch = new ExitWatch(system, readProcess(system, child.pid), child);
    expect(await watch.check()).toBeNull();
    const fromMs = blockFor(2000);
    const exit = (await watch.check())!;
    expect(exit.code).toBe(0);
    expect(exit.atMs - fromMs).toBeLessThan(1500);
    expect(exit.aliveAtMs).toBe(exit.atMs);
  },
);
