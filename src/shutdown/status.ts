/** Exit statuses of commands that had a report to show. */

import { blindness } from '../report/blindness.ts';
import { isLauncherLeft } from '../report/launcher-left.ts';
import type { Limit, Report } from '../report/report.ts';
import type { ExitStatus } from './outcome.ts';
import { EXIT, exitStatusOf } from './outcome.ts';

/** Why a look was none, or none at a process that runs; null when all is well. */
export function obstacle(report: Report): Limit | null {
  return blindness(report) ?? report.limits.find(({ code }) => code === 'target-stopped') ?? null;
}

export function dumpStatus(report: Report): ExitStatus {
  return obstacle(report) === null ? EXIT.inTime : EXIT.couldNotLook;
}

/**
 * How it ended is known whatever was seen; only a hang that nothing explains was not looked into. Where a launcher goes on that
 * got the signal, the pod would be killed, whatever became of Python.
 */
export function watchStatus(report: Report, failSlow: boolean): ExitStatus {
  if (isLauncherLeft(report)) return EXIT.hung;
  const byOutcome = exitStatusOf(report.outcome, failSlow);
  const isExplained = report.findings.some(({ cause }) => cause !== 'unknown');
  if (byOutcome !== EXIT.hung || isExplained) return byOutcome;
  return obstacle(report) === null ? byOutcome : EXIT.couldNotLook;
}
