/** From what a watch has seen so far to the next revision of its report. */
import type { Evidence } from '../diagnosis/context.ts';
import type { Limit, Report, Shutdown } from '../report/report.ts';
import type { Beginning, Start } from './beginning.ts';
import type { ChildLooks } from './child-look.ts';
import type { Deadline } from './clock.ts';
import type { Exit } from './exit-watch.ts';
import type { Looks } from './looks.ts';
import { outcomeOf } from './outcome.ts';
import { Revisions } from './revisions.ts';
import type { WatchOptions } from './watch-options.ts';

/** How far it has come. */
export interface Progress {
  exit: Exit | null;
  complete: boolean;
  start: Start;
  deadline: Deadline;
}

/**
 * The kubelet's clock is not this one: it began some 50 ms before the preStop hook of the sidecar ran, and on a busy node
 * much more. An end this close to the deadline was the kill; one that is not so close was, too, if the process stood
 * still for a known reason when it was last seen.
 */
const KILL_TOLERANCE = { ms: 150, share: 0.1 };
const STUCK_TOLERANCE = { ms: 700, share: 0.1 };

export class WatchReports {
  readonly #options: WatchOptions;
  readonly #looks: Looks;
  readonly #children: ChildLooks;
  readonly #revisions: Revisions;
  /** The latest look explains why it does not end. */
  #isStuck = false;

  constructor(options: WatchOptions, looks: Looks, children: ChildLooks) {
    this.#options = options;
    this.#looks = looks;
    this.#children = children;
    const { system, target, readSource, place } = options;
    const where = place ?? { container: null, pod: null, facts: null };
    this.#revisions = new Revisions({ system, pid: target.pid, readSource, ...where });
  }

  next(progress: Progress): Report {
    const { beginning, graceSeconds, slowSeconds, timeline } = this.#options;
    const { exit, complete, start, deadline } = progress;
    const inTime = exit !== null && this.#isInTime(exit, deadline, start.uncertainMs ?? 0);
    const exitedAfterSeconds = exit === null ? null : Math.max(0, exit.atMs - start.atMs) / 1000;
    const zeroMs = beginning.signalledAtMs ?? start.atMs;
    const outcome = outcomeOf({ exitedAfterSeconds: inTime ? exitedAfterSeconds : null, slowSeconds });
    const seenLate = inTime && exit !== null && exit.atMs - start.atMs > deadline.graceMs;
    const evidence = {
      ...this.#evidence(zeroMs, inTime),
      slow: outcome === 'slow' && exit !== null ? slowEnd(exit, start, zeroMs) : null,
    };
    const report = this.#revisions.next({
      evidence,
      sinceStartSeconds: (zeroMs - start.atMs) / 1000,
      outcome,
      complete,
      shutdown: shutdownOf({
        progress: { ...progress, exit: inTime ? exit : killed(exit, beginning) },
        graceSeconds,
        beginning,
        signal: evidence.signal,
        durationSeconds: exitedAfterSeconds ?? deadline.elapsedSeconds(),
      }),
      timeline: timeline.since(start.atMs),
      limits: seenLate ? [...this.#looks.limits, seenLateLimit(exit, start)] : this.#looks.limits,
    });
    if (exit === null) this.#isStuck = report.findings.some(isSure);
    return report;
  }

  /** A look may end after the deadline; an exit that was seen only then came too late if the process was alive at the deadline. */
  #isInTime(exit: Exit, deadline: Deadline, uncertainMs: number): boolean {
    const aliveForMs = exit.aliveAtMs - deadline.startedAtMs;
    if (!this.#options.beginning.endsAtDeadline) return aliveForMs < deadline.graceMs;
    const { ms, share } = this.#isStuck ? STUCK_TOLERANCE : KILL_TOLERANCE;
    const earlierMs = this.#isStuck ? uncertainMs : 0;
    return aliveForMs < deadline.graceMs - earlierMs - Math.min(ms, share * deadline.graceMs);
  }

  #evidence(zeroMs: number, ended: boolean): Evidence {
    const { beginning, graceSeconds } = this.#options;
    const { last } = this.#looks;
    return {
      captures: this.#looks.evidence(zeroMs, { firstIsBefore: !beginning.endsAtDeadline }),
      signal: last === undefined ? null : beginning.signal(last),
      graceSeconds,
      ended,
      children: this.#children.evidence,
    };
  }
}

/** It was alive at the last look before the deadline, and gone at the first after it: no more is known. */
function seenLateLimit({ atMs, aliveAtMs }: Exit, start: Start): Limit {
  const seconds = (ms: number) => `${Math.max(0, (ms - start.atMs) / 1000).toFixed(1)} s`;
  return {
    code: 'exit-seen-late',
    sentence: `The process ended between ${seconds(aliveAtMs)} and ${seconds(atMs)} after the signal; whether that was before the deadline could not be seen, because Straggler itself got no turn on the processor.`,
    fix: 'Run it again on a machine that is less busy, or with a longer grace period.',
  };
}

function slowEnd({ atMs }: Exit, start: Start, zeroMs: number): NonNullable<Evidence['slow']> {
  return {
    exitSeconds: Math.max(0, atMs - zeroMs) / 1000,
    totalSeconds: Math.max(0, atMs - start.atMs) / 1000,
  };
}

function isSure({ cause, certainty }: Report['findings'][number]): boolean {
  return certainty !== 'possible' && cause !== 'unknown' && !cause.startsWith('drain-');
}

/** Who ends at the kubelet's deadline without a status that could be seen was ended by the kubelet. */
function killed(exit: Exit | null, { endsAtDeadline }: Beginning): Exit | null {
  if (exit === null || !endsAtDeadline || exit.code !== null) return exit;
  return { ...exit, signal: exit.signal ?? 'SIGKILL' };
}

interface ShutdownInput {
  progress: Progress;
  graceSeconds: number;
  beginning: Beginning;
  signal: Evidence['signal'];
  durationSeconds: number;
}

function shutdownOf({ progress, graceSeconds, beginning, signal, durationSeconds }: ShutdownInput): Shutdown {
  const { exit, start } = progress;
  return {
    trigger: beginning.trigger,
    startedAt: new Date(start.wallMs).toISOString(),
    deadlineAt: new Date(start.wallMs + 1000 * graceSeconds).toISOString(),
    graceSeconds,
    signal: signal?.name ?? null,
    signalledBy: signal?.sentBy ?? 'unknown',
    exit:
      exit === null
        ? null
        : { at: new Date(exit.wallMs).toISOString(), code: exit.code, signal: exit.signal },
    durationSeconds: Math.round(1000 * durationSeconds) / 1000,
  };
}
