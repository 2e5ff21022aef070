/** Limits under which Straggler could not look into the Python at all, though what else can be seen is still shown. */

import type { Limit, Report } from '../report/report.ts';
import type { ExitStatus } from './outcome.ts';
import { EXIT } from './outcome.ts';

const BLINDING = new Set([
  'no-permission',
  'python-too-old',
  'python-too-new',
  'pypy',
  'free-threaded',
  'debug-build',
  'target-stopped',
  'unknown-architecture',
  'unknown-layout',
]);

/** The first such limit; null when Straggler could look. */
export function blindness({ limits }: { limits: readonly Limit[] }): Limit | null {
  return limits.find(({ code }) => BLINDING.has(code)) ?? null;
}

export function dumpStatus(report: Report): ExitStatus {
  return blindness(report) === null ? EXIT.inTime : EXIT.couldNotLook;
}

/** How it ended is known whatever was seen; only a hang that nothing explains was not looked into. */
export function watchStatus(report: Report, byOutcome: ExitStatus): ExitStatus {
  const isExplained = report.findings.some(({ cause }) => cause !== 'unknown');
  if (byOutcome !== EXIT.hung || isExplained) return byOutcome;
  return blindness(report) === null ? byOutcome : EXIT.couldNotLook;
}
