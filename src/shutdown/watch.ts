/**
 * One termination up to the exit or the deadline. Nothing here waits without a bound, and a report can be had from the
 * first moment on: each revision is whole, and replaces the one before.
 */

import type { Report } from '../report/report.ts';
import type { Start } from './beginning.ts';
import { ChildLooks } from './child-look.ts';
import { Deadline } from './clock.ts';
import type { Exit } from './exit-watch.ts';
import { InterruptedError } from './interrupted.ts';
import { launcherLeft } from './launcher-left.ts';
import { leftBehind } from './left-behind.ts';
import { Looks } from './looks.ts';
import { captureTimes, nextCapture } from './schedule.ts';
import type { WatchOptions } from './watch-options.ts';
import { WatchReports } from './watch-report.ts';

const BASELINE_BUDGET_MS = 5000;
const LEAST_LOOK_BUDGET_MS = 3000;
const LONGEST_LOOK_MS = 10_000;
/** A look that takes longer than this would make the first report late: one is written before it. */
const QUICK_LOOK_MS = 80;
/** From Straggler's own signal to the look at what it did. */
const AFTER_OWN_SIGNAL_MS = 200;
/** How long a kill at the deadline may be late, and the end of a sidecar after it. */
const AFTER_KILL_MS = 2000;
/** What is left of a look's time for the report on it, where the deadline is this process' own end as well. */
const LAST_WORDS_MS = 100;

/** The last revision. Rejects with a LookError only before the signal, when nothing can be seen or signalled. */
export function watchTermination(options: WatchOptions): Promise<Report> {
  return new Watch(options).run();
}

class Watch {
  readonly #options: WatchOptions;
  readonly #looks: Looks;
  readonly #children: ChildLooks;
  readonly #reports: WatchReports;
  #deadline: Deadline;
  #start: Start;

  constructor(options: WatchOptions) {
    this.#options = options;
    const { system } = options;
    const now = () => system.nowMs();
    this.#looks = new Looks(options.observer, now, options.maxKeptTasks);
    this.#children = new ChildLooks({
      openObserver: options.openObserver,
      now,
      wait: (ms) => this.#waitFor(ms),
    });
    this.#reports = new WatchReports(options, this.#looks, this.#children);
    this.#start = { atMs: now(), wallMs: Date.now() };
    this.#deadline = this.#deadlineFrom(this.#start);
  }

  async run(): Promise<Report> {
    await (this.#options.beginning.endsAtDeadline ? this.#join() : this.#open());
    const exit = (await this.#lookUntilTheEnd()) ?? (await this.#waitFor(this.#leftMs()));
    return await this.#conclude(exit);
  }

  /** A look, and then the signal. */
  async #open(): Promise<void> {
    const { beginning, interrupted, publish } = this.#options;
    const baseline = await this.#looks.first(BASELINE_BUDGET_MS);
    if (interrupted.aborted) throw new InterruptedError();
    this.#startFrom(beginning.begin(baseline));
    if (publish !== null && this.#looks.lastMs > QUICK_LOOK_MS) this.#publish();
  }

  /** The signal is on its way already. What is known without a look is said at once: the look may be this process' end. */
  async #join(): Promise<void> {
    this.#startFrom(this.#options.beginning.begin(null));
    if ((await this.#options.exitWatch.check()) !== null) return;
    this.#publish();
    await this.#lookAgain();
    if ((await this.#options.exitWatch.check()) === null) this.#publish();
  }

  #startFrom(start: Start): void {
    this.#start = start;
    this.#deadline = this.#deadlineFrom(start);
  }

  /** Until the watch has to be over: at the kubelet's deadline the end itself is waited for, as long as this process is let. */
  #leftMs(): number {
    return this.#deadline.leftMs() + (this.#options.beginning.endsAtDeadline ? AFTER_KILL_MS : 0);
  }

  #deadlineFrom(start: Start): Deadline {
    const { system, graceSeconds } = this.#options;
    return new Deadline(1000 * graceSeconds, () => system.nowMs(), start.atMs);
  }

  async #lookUntilTheEnd(): Promise<Exit | null> {
    const { beginning, exitWatch, interrupted } = this.#options;
    let done = 0;
    for (;;) {
      const lookMs = this.#looks.lastMs + this.#children.lastMs;
      const times = captureTimes(this.#deadline.graceMs, lookMs, beginning);
      const next = nextCapture(times, this.#deadline.elapsedMs(), done);
      if (next === null) return null;
      const exit = await this.#waitFor((times[next] ?? 0) - this.#deadline.elapsedMs());
      if (exit !== null || interrupted.aborted) return exit;
      await this.#lookAgain();
      done = next + 1;
      if ((await exitWatch.check()) !== null) continue;
      const report = this.#publish();
      const capture = this.#looks.last;
      if (capture === undefined) continue;
      const seen = { capture, findings: report.findings, elapsedMs: this.#deadline.elapsedMs() };
      if (beginning.reconsider(seen)) {
        await this.#waitFor(AFTER_OWN_SIGNAL_MS);
        await this.#lookAgain();
      }
      if (beginning.endsAtDeadline && (await this.#children.look(report, capture))) this.#publish();
    }
  }

  /** An exit is watched for meanwhile, so that its time is known as well as the look lets it be. */
  async #lookAgain(): Promise<void> {
    const { exitWatch } = this.#options;
    const looked = new AbortController();
    const watching = exitWatch.wait(Number.POSITIVE_INFINITY, looked.signal);
    await this.#looks.another(this.#budgetMs(), async () => (await exitWatch.check()) === null);
    looked.abort();
    await watching;
  }

  /**
   * Looks get what they took so far and some more. Where nobody kills this process at the deadline, a look that ends a
   * little after it is worth more, on a busy machine, than one that is cut.
   */
  #budgetMs(): number {
    const wantedMs = Math.max(LEAST_LOOK_BUDGET_MS, 3 * this.#looks.lastMs);
    const mostMs = this.#options.beginning.endsAtDeadline
      ? Math.max(LAST_WORDS_MS, this.#deadline.leftMs() - LAST_WORDS_MS)
      : LONGEST_LOOK_MS;
    return Math.min(LONGEST_LOOK_MS, wantedMs, mostMs);
  }

  #waitFor(ms: number): Promise<Exit | null> {
    return this.#options.exitWatch.wait(ms, this.#options.interrupted);
  }

  #publish(): Report {
    const report = this.#revision({ exit: null, complete: false });
    this.#options.publish?.(report);
    return report;
  }

  async #conclude(exit: Exit | null): Promise<Report> {
    const { timeline, interrupted, beginning } = this.#options;
    if (exit !== null) timeline.add('exited', exitWords(exit));
    else if (interrupted.aborted) timeline.add('interrupted', 'Straggler was asked to end the watch');
    else timeline.add('deadline', 'still alive');
    if (exit !== null && !beginning.endsAtDeadline) await this.#noteLeftBehind();
    const end = { exit, complete: exit !== null || !interrupted.aborted };
    const report = this.#revision(end);
    if (interrupted.aborted || beginning.endsAtDeadline) return report;
    if (!(await this.#children.look(report, this.#looks.last))) return report;
    return this.#revision(end);
  }

  async #noteLeftBehind(): Promise<void> {
    const { system, interrupted, beginning } = this.#options;
    const before = this.#looks.baseline;
    const last = this.#looks.last ?? before;
    const sentToPid = last === undefined ? undefined : beginning.signal(last)?.sentToPid;
    const leftMs = () => this.#deadline.leftMs();
    const limits = [
      await leftBehind({ system, before, interrupted }),
      await launcherLeft({ system, before, sentToPid, leftMs, interrupted }),
    ];
    this.#looks.limits.push(...limits.filter((one) => one !== null));
  }

  #revision(end: { exit: Exit | null; complete: boolean }): Report {
    return this.#reports.next({ ...end, start: this.#start, deadline: this.#deadline });
  }
}

function exitWords({ code, signal }: Exit): string {
  if (signal !== null) return `ended by ${signal}`;
  return code === null ? 'ended; its status went to its parent' : `exit status ${code}`;
}
