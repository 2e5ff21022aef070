/** Looks at a Python child that the process waits for, so that the child's own fault is named and not the waiting. */

import type { CaptureAt, ChildEvidence } from '../diagnosis/context.ts';
import type { Capture } from '../python/model/capture.ts';
import type { ProcessObserver } from '../python/observer.ts';
import type { Report } from '../report/report.ts';
import type { Now } from './clock.ts';

/** Two looks tell whether it moves. */
const BETWEEN_MS = 300;
const BUDGET_MS = 3000;

export interface ChildLookOptions {
  openObserver: (pid: number) => ProcessObserver;
  now: Now;
  wait: (ms: number) => Promise<unknown>;
}

/** The Python child that the first finding names; null when it names none. */
export function childToLookAt(report: Report, capture: Capture | undefined): number | null {
  const pid = report.findings[0]?.culprit.process?.pid;
  if (pid === undefined || capture === undefined || pid === capture.family.target.pid) return null;
  const isPython = capture.pythonRelatives.some((one) => one.pid === pid);
  return isPython && capture.family.descendants.some((one) => one.pid === pid) ? pid : null;
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
