import { afterAll, beforeAll, describe, test } from '@jest/globals';
import type { HelmName } from './render.ts';
import { Charts, HELMS, helmNamed } from './render.ts';

export type HelmTest = (title: string, run: (charts: Charts) => void) => void;

/** Registers the tests for Helm 3 and for Helm 4; where one is missing, its tests are skipped by name. */
export function withEachHelm(register: (helmTest: HelmTest, name: HelmName) => void): void {
  for (const name of HELMS) {
    const helm = helmNamed(name);
    describe(name, () => {
      if (helm === null) {
        register((title) => test.skip(`${title} (run node scripts/chart-tools.ts)`, () => undefined), name);
        return;
      }
      const charts = new Charts(helm);
      beforeAll(() => {
        charts.prepare();
      });
      afterAll(() => charts.remove());
      register((title, run) => test(title, () => run(charts)), name);
    });
  }
}
