import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { reportOf, straggler } from '../commands/straggler.ts';
import { installedPythons, MINORS, pythonNamed } from '../support/pythons.ts';

const SERVICE = resolve(import.meta.dirname, '../../demo/service.py');
const names = new Set([...MINORS, ...installedPythons().map(({ name }) => name)]);

/** A Python that this machine lacks is skipped by its name. */
for (const name of names) {
  const python = pythonNamed(name);
  (python === null ? test.skip : test)(
    `the demo on Python ${name} blames the worker alone, and names the clause`,
    async () => {
      const command = [python?.path ?? '', SERVICE];
      const ran = await straggler([
        'drill',
        '--json',
        '--grace',
        '1.5',
        '--ready',
        '^READY',
        '--',
        ...command,
      ]);
      expect(ran.status).toBe(1);
      const report = reportOf(ran);
      expect(report.findings).toHaveLength(1);
      expect(report.findings[0]).toMatchObject({
        cause: 'cancel-swallowed',
        // No count of cancel requests before 3.11.
        certainty: expect.stringMatching((python?.minor ?? 0) < 11 ? /certain|likely/ : /certain/),
        culprit: { task: { coroutine: 'Worker.poll' }, construct: { kind: 'except', text: 'except:' } },
      });
      const innocents = report.survivors.filter(({ role }) => role !== 'culprit');
      expect(innocents.map(({ coroutine }) => coroutine)).toEqual(['main']);
    },
  );
}
