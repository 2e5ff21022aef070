/** How it ended, in one line. */
import { blindness } from '../blindness.ts';
import { isLauncherLeft } from '../launcher-left.ts';
import type { Outcome, Report, Shutdown } from '../report.ts';
import { lookup } from './lookup.ts';
import { count, duration, grace } from './numbers.ts';
import { programName } from './program.ts';

/** What an outcome needs to be told; a report has it, and so has one that is being built. */
export type Told = Pick<
  Report,
  'outcome' | 'complete' | 'target' | 'shutdown' | 'tasks' | 'threads' | 'findings' | 'captures' | 'limits'
>;

const MARKS: Record<Outcome, string> = { exited: '✓', slow: '!', hung: '✗', running: '●' };

export function outcomeMark(outcome: Outcome): string {
  return lookup(MARKS, outcome) ?? '·';
}

/** Of a whole report: with a launcher that goes on, all is not well though Python has ended. */
export function reportMark(report: Pick<Report, 'outcome' | 'limits'>): string {
  return outcomeMark(isLauncherLeft(report) ? 'hung' : report.outcome);
}

/** "app.py (pid 17, Python 3.12.1) did not stop: still running 5.0 s after SIGTERM (grace 5 s)" */
export function headline(report: Told): string {
  const { target, shutdown } = report;
  const build = target.python?.freeThreaded === true ? ' free-threaded' : '';
  const python = target.python === null ? '' : `, Python ${target.python.version}${build}`;
  const who = `${programName(target)} (pid ${target.pid}${python})`;
  return shutdown === null ? `${who} ${isRunning(report)}` : `${who} ${stopped(report, shutdown)}`;
}

/** The summary of a report without findings. */
export function outcomeSentence(report: Told): string {
  const who = `${programName(report.target)} (pid ${report.target.pid})`;
  const { shutdown } = report;
  if (shutdown === null) {
    const limit = blindness(report);
    if (limit !== null && report.findings.length === 0)
      return `${who} ${isRunning(report)}: ${limit.sentence}`;
    const running = `${who} ${isRunning(report)}`;
    if (report.findings.length > 0) return `${running}.`;
    return `${running}; nothing was seen that would hold up a shutdown.`;
  }
  if (report.outcome !== 'hung') return `${who} ${ended(shutdown)}.`;
  if (!report.complete && report.captures.length === 0)
    return `${who} was still running ${after(shutdown)}; the first look at it is on its way.`;
  return `${who} was still running ${after(shutdown)}; what was seen does not tell why.`;
}

function isRunning({ tasks, threads, limits }: Told): string {
  if (blindness({ limits }) !== null) return 'is running, and could not be looked into';
  return `is running ${count(tasks.pending, 'task')} on ${count(threads.length, 'thread')}`;
}

function stopped(report: Told, shutdown: Shutdown): string {
  const graceSaid = `(grace ${grace(shutdown.graceSeconds)})`;
  if (report.outcome === 'exited') return `${ended(shutdown)} ${graceSaid}`;
  if (report.outcome === 'slow') return `was slow to stop: ${ended(shutdown)} ${graceSaid}`;
  if (!report.complete) return `is still running ${after(shutdown)} ${graceSaid}; the end is not known yet`;
  const killed = shutdown.exit === null ? '' : `; then ${exitWords(shutdown.exit)}`;
  return `did not stop: still running ${after(shutdown)} ${graceSaid}${killed}`;
}

function ended(shutdown: Shutdown): string {
  const { exit } = shutdown;
  const abnormal = exit !== null && (exit.signal !== null || (exit.code !== null && exit.code !== 0));
  return `exited ${after(shutdown)}${abnormal ? `, ${exitWords(exit)}` : ''}`;
}

function exitWords(exit: NonNullable<Shutdown['exit']>): string {
  if (exit.signal !== null) return `killed by ${exit.signal}`;
  return exit.code === null ? 'ended' : `with status ${exit.code}`;
}

function after(shutdown: Shutdown): string {
  return `${duration(shutdown.durationSeconds)} after ${shutdown.signal ?? 'the shutdown began'}`;
}
