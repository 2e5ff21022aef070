/** Reports of pods, for whatever delivers them. */
import type { ReportInput } from '../../../src/report/build.ts';
import { buildReport } from '../../../src/report/build.ts';
import type { Report } from '../../../src/report/report.ts';
import { capture, place, task } from '../../report/support/captures.ts';
import { exitedInput, hungInput } from '../../report/support/fixtures.ts';

export const POD = {
  namespace: 'shop',
  name: 'orders-7d9c-x2x4z',
  uid: '6f1c8d0e-1111-2222-3333-444455556666',
  node: 'node-1',
  workload: { kind: 'Deployment', name: 'orders' },
  image: 'registry.example/orders:1.2',
};

export function hung(changes: Partial<ReportInput> = {}): Report {
  return buildReport({ ...hungInput(), container: 'app', pod: POD, ...changes });
}

export function exited(changes: Partial<ReportInput> = {}): Report {
  return buildReport({ ...exitedInput(), container: 'app', pod: POD, ...changes });
}

/** One with so many tasks that no line holds it. */
export function crowded(tasks: number, changes: Partial<ReportInput> = {}): Report {
  const stack = Array.from({ length: 8 }, (_, line) => place('run', '/srv/app.py', line));
  const { evidence } = hungInput();
  const crowd = Array.from({ length: tasks }, (_, index) =>
    task(`0x${index}`, `Aufgabe "ü" ${index}`, stack),
  );
  const captures = [{ seconds: 0, capture: capture({ tasks: crowd }) }];
  return hung({ evidence: { ...evidence, captures }, ...changes });
}
