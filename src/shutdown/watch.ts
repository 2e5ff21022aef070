/**
 * One termination from before the signal to the exit or the deadline. Nothing here waits without a bound, and a report
 * can be had from the first moment on: each revision is whole, and replaces the one before.
 */

import type { ChildEvidence, Evidence } from '../diagnosis/context.ts';
import type { ProcessObserver } from '../python/observer.ts';
import type { Report, Shutdown } from '../report/report.ts';
import { LookError } from '../target/look-error.ts';
import type { Identity } from '../target/signal.ts';
import { sendSignal } from '../target/signal.ts';
import type { System } from '../target/system.ts';
import { childrenToLookAt, lookAtChild } from './child-look.ts';
import { Deadline } from './clock.ts';
import type { Exit, ExitWatch } from './exit-watch.ts';
import { InterruptedError } from './interrupted.ts';
import { Looks } from './looks.ts';
import { outcomeOf } from './outcome.ts';
import { Revisions } from './revisions.ts';
import { captureTimes, nextCapture } from './schedule.ts';
import type { Timeline } from './timeline.ts';

export interface WatchOptions {
  system: System;
  observer: ProcessObserver;
  /** For a Python child that the target waits for. */
  openObserver: (pid: number) => ProcessObserver;
  /** The Python that is watched. */
  target: Identity;
  /** The process that is signalled: the target, or the first process above it. */
  signalTo: Identity & { namedByUser: boolean };
  graceSeconds: number;
  slowSeconds: number;
  readSource: boolean;
  exitWatch: ExitWatch;
  timeline: Timeline;
  /** Aborted when the user wants the report at once. */
  interrupted: AbortSignal;
  /** Takes every revision but the last; null when nobody reads them. */
  publish: ((report: Report) => void) | null;
}

const SIGNAL = { number: 15, name: 'SIGTERM' } as const;
const BASELINE_BUDGET_MS = 5000;
const LEAST_LOOK_BUDGET_MS = 3000;
const LONGEST_LOOK_MS = 10_000;
/** A look that takes longer than this would make the first report late: one is written before it. */
const QUICK_LOOK_MS = 80;

/** The last revision. Rejects with a LookError only before the signal, when nothing can be seen or signalled. */
export function watchTermination(options: WatchOptions): Promise<Report> {
  return new Watch(options).run();
}

class Watch {
  readonly #options: WatchOptions;
  readonly #looks: Looks;
  readonly #revisions: Revisions;
  #deadline: Deadline;
  #startedAt = new Date();
  readonly #children: ChildEvidence[] = [];

  constructor(options: WatchOptions) {
    this.#options = options;
    const { system, target, readSource } = options;
    this.#looks = new Looks(options.observer, () => system.nowMs());
    this.#revisions = new Revisions({ system, pid: target.pid, readSource });
    this.#deadline = this.#newDeadline();
  }

  async run(): Promise<Report> {
    const baseline = await this.#looks.first(BASELINE_BUDGET_MS);
    const refusal = baseline.limits.find(({ code }) => code === 'no-permission');
    if (refusal !== undefined) throw new LookError('no-permission', refusal.sentence, refusal.fix);
    if (this.#options.interrupted.aborted) throw new InterruptedError();
    this.#signal();
    if (this.#options.publish !== null && this.#looks.lastMs > QUICK_LOOK_MS) this.#publish();
    const exit = (await this.#lookUntilTheEnd()) ?? (await this.#waitFor(this.#deadline.leftMs()));
    return await this.#conclude(exit);
  }

  #newDeadline(): Deadline {
    const { system, graceSeconds } = this.#options;
    return new Deadline(1000 * graceSeconds, () => system.nowMs());
  }

  #signal(): void {
    const { system, signalTo, target, timeline } = this.#options;
    sendSignal(system, signalTo, SIGNAL.name, { namedByUser: signalTo.namedByUser });
    this.#deadline = this.#newDeadline();
    this.#startedAt = new Date();
    const to = signalTo.pid === target.pid ? '' : `, above the Python process ${target.pid}`;
    timeline.add('signal-sent', `${SIGNAL.name} to process ${signalTo.pid}${to}`);
  }

  async #lookUntilTheEnd(): Promise<Exit | null> {
    const times = captureTimes(this.#deadline.graceMs, this.#looks.lastMs);
    let done = 0;
    for (;;) {
      const next = nextCapture(times, this.#deadline.elapsedMs(), done);
      if (next === null) return null;
      const exit = await this.#waitFor((times[next] ?? 0) - this.#deadline.elapsedMs());
      if (exit !== null || this.#options.interrupted.aborted) return exit;
      await this.#lookAgain();
      done = next + 1;
      if ((await this.#options.exitWatch.check()) === null) this.#publish();
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
   * Looks get what they took so far and some more. Nobody kills this process at the deadline: on a busy machine a look
   * that ends a little after it is worth more than one that is cut.
   */
  #budgetMs(): number {
    const wantedMs = Math.max(LEAST_LOOK_BUDGET_MS, 3 * this.#looks.lastMs);
    return Math.min(LONGEST_LOOK_MS, wantedMs);
  }

  #waitFor(ms: number): Promise<Exit | null> {
    return this.#options.exitWatch.wait(ms, this.#options.interrupted);
  }

  #publish(): void {
    this.#options.publish?.(this.#revision({ exit: null, complete: false }));
  }

  async #conclude(exit: Exit | null): Promise<Report> {
    const { timeline, interrupted } = this.#options;
    if (exit !== null) timeline.add('exited', exitWords(exit));
    else if (interrupted.aborted) timeline.add('interrupted', 'Straggler was asked to end the watch');
    else timeline.add('deadline', 'still alive');
    const end = { exit, complete: exit !== null || !interrupted.aborted };
    const report = this.#revision(end);
    if (interrupted.aborted) return report;
    const { openObserver, system } = this.#options;
    const look = { openObserver, now: () => system.nowMs(), wait: (ms: number) => this.#waitFor(ms) };
    for (const pid of childrenToLookAt(report, this.#looks.last))
      this.#children.push(await lookAtChild(pid, look));
    if (this.#children.length === 0) return report;
    return this.#revision(end);
  }

  /** A look may end after the deadline; an exit that was seen only then came too late if the process was alive at the deadline. */
  #isInTime(exit: Exit): boolean {
    return exit.aliveAtMs - this.#deadline.startedAtMs < this.#deadline.graceMs;
  }

  #revision({ exit, complete }: { exit: Exit | null; complete: boolean }): Report {
    const { graceSeconds, slowSeconds, signalTo, timeline } = this.#options;
    const zeroMs = this.#deadline.startedAtMs;
    const inTime = exit !== null && this.#isInTime(exit);
    const exitedAfterSeconds = exit === null ? null : Math.max(0, exit.atMs - zeroMs) / 1000;
    const evidence: Evidence = {
      captures: this.#looks.evidence(zeroMs),
      signal: { ...SIGNAL, sentBy: 'straggler', sentToPid: signalTo.pid },
      graceSeconds,
      ended: inTime,
      children: this.#children,
    };
    return this.#revisions.next({
      evidence,
      outcome: outcomeOf({ exitedAfterSeconds: inTime ? exitedAfterSeconds : null, slowSeconds }),
      complete,
      shutdown: this.#shutdown(exit, exitedAfterSeconds ?? this.#deadline.elapsedSeconds()),
      timeline: timeline.since(zeroMs),
      limits: this.#looks.limits,
    });
  }

  #shutdown(exit: Exit | null, durationSeconds: number): Shutdown {
    const { graceSeconds } = this.#options;
    return {
      trigger: 'command',
      startedAt: this.#startedAt.toISOString(),
      deadlineAt: new Date(this.#startedAt.getTime() + 1000 * graceSeconds).toISOString(),
      graceSeconds,
      signal: SIGNAL.name,
      signalledBy: 'straggler',
      exit:
        exit === null
          ? null
          : { at: new Date(exit.wallMs).toISOString(), code: exit.code, signal: exit.signal },
      durationSeconds: Math.round(1000 * durationSeconds) / 1000,
    };
  }
}

function exitWords({ code, signal }: Exit): string {
  if (signal !== null) return `ended by ${signal}`;
  return code === null ? 'ended; its status went to its parent' : `exit status ${code}`;
}
