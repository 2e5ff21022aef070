/** Looks at a Python child that the process waits for, so that the child's own fault is named and not the waiting. */

import type { CaptureAt, ChildEvidence } from '../diagnosis/context.ts';
import type { Capture } from '../python/model/capture.ts';
import type { ProcessObserver } from '../python/observer.ts';
import type { Report } from '../report/report.ts';
import type { Now } from './clock.ts';

/** Two looks tell whether it moves. */
const BETWEEN_MS = 300;
const BUDGET_MS = 3000;
const MOST_CHILDREN = 4;

export interface ChildLookOptions {
  openObserver: (pid: number) => ProcessObserver;
  now: Now;
  wait: (ms: number) => Promise<unknown>;
}

/** The Python child that the first finding names, and the other Python children, if it names one; else none. */
export function childrenToLookAt(report: Report, capture: Capture | undefined): number[] {
  const named = report.findings[0]?.culprit.process?.pid;
  if (named === undefined || capture === undefined) return [];
  const descendants = new Set(capture.family.descendants.map((one) => one.pid));
  if (!descendants.has(named)) return [];
  const pythons = capture.pythonRelatives.map((one) => one.pid).filter((pid) => descendants.has(pid));
  return [named, ...pythons.filter((pid) => pid !== named)]
    .filter((pid) => pythons.includes(pid))
    .slice(0, MOST_CHILDREN);
}

/** Never rejects: a child that cannot be seen leaves the finding as it is. */
export async function lookAtChild(
  pid: number,
  { openObserver, now, wait }: ChildLookOptions,
): Promise<ChildEvidence> {
  const captures: CaptureAt[] = [];
  const startMs = now();
  const observer = openObserver(pid);
  try {
    for (let look = 0; look < 2; look += 1) {
      if (look > 0) await wait(BETWEEN_MS);
      captures.push({ seconds: (now() - startMs) / 1000, capture: await observer.capture(BUDGET_MS) });
    }
  } catch {
    // Gone, or not to be seen: what is known of it stands in the parent's finding.
  } finally {
    observer.close();
  }
  return { pid, captures };
}
