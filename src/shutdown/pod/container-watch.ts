/** One container's termination: its Python processes are watched side by side, and the worst of them is the container's report. */

import type { ProcessObserver } from '../../python/observer.ts';
import type { Outcome, Pod, Report, Trigger } from '../../report/report.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import type { System } from '../../target/system.ts';
import type { Start } from '../beginning.ts';
import { ExitWatch } from '../exit-watch.ts';
import { KubeletSignal } from '../kubelet-signal.ts';
import { reportId } from '../report-id.ts';
import { Timeline } from '../timeline.ts';
import { watchTermination } from '../watch.ts';
import type { ContainerTargets } from './pod-targets.ts';
import { runningHook } from './prestop-hook.ts';
import type { SignalPolicy } from './signal-policy.ts';

/** What is the same for all containers of one termination. */
export interface PodTermination {
  system: System;
  openObserver: (pid: number) => ProcessObserver;
  trigger: Trigger;
  start: Start;
  graceSeconds: number;
  slowSeconds: number;
  readSource: boolean;
  maxKeptTasks?: number;
  signal: { policy: SignalPolicy; afterSeconds: number };
  pod: Pod | null;
  interrupted: AbortSignal;
  /** Takes every revision, the last too. */
  publish: (report: Report) => void;
}

/** Most to blame first. */
const WORST: readonly Outcome[] = ['hung', 'slow', 'running', 'exited'];

export function watchContainer(targets: ContainerTargets, termination: PodTermination): Promise<Report> {
  return new ContainerWatch(targets, termination).run();
}

class ContainerWatch {
  readonly #targets: ContainerTargets;
  readonly #termination: PodTermination;
  readonly #id = reportId(Date.now());
  readonly #latest = new Map<number, Report>();
  #revision = 0;

  constructor(targets: ContainerTargets, termination: PodTermination) {
    this.#targets = targets;
    this.#termination = termination;
  }

  async run(): Promise<Report> {
    const watches = this.#targets.pythons.map(async (python) =>
      this.#take(python.pid, await this.#watch(python)),
    );
    await Promise.all(watches);
    return this.#next();
  }

  #watch(target: ProcessFacts): Promise<Report> {
    const { system, openObserver, trigger, start, signal, pod, ...rest } = this.#termination;
    const { first, name } = this.#targets;
    const timeline = new Timeline(() => system.nowMs());
    timeline.add('began', beginningWords(trigger));
    const beginning = new KubeletSignal({
      system,
      timeline,
      trigger,
      start,
      target,
      firstPid: first.pid,
      policy: signal.policy,
      patienceMs: 1000 * signal.afterSeconds,
      hook: () => runningHook(system, first.pid, (system.nowMs() - start.atMs) / 1000),
    });
    return watchTermination({
      ...rest,
      system,
      observer: openObserver(target.pid),
      openObserver,
      target,
      beginning,
      exitWatch: new ExitWatch(system, target),
      timeline,
      place: { container: name, pod, facts: target },
      publish: (report) => {
        this.#take(target.pid, report);
        this.#termination.publish(this.#next());
      },
    });
  }

  #take(pid: number, report: Report): void {
    this.#latest.set(pid, report);
  }

  /** The container's own series of revisions, whichever process it tells of. */
  #next(): Report {
    this.#revision += 1;
    const reports = [...this.#latest.values()].sort(byBlame);
    const [worst] = reports;
    if (worst === undefined) throw new RangeError('a container without a Python process is not watched');
    const complete = reports.every((report) => report.complete);
    return { ...worst, id: this.#id, revision: this.#revision, complete };
  }
}

function byBlame(one: Report, other: Report): number {
  return (
    WORST.indexOf(one.outcome) - WORST.indexOf(other.outcome) ||
    Number(isExplained(other)) - Number(isExplained(one)) ||
    one.target.pid - other.target.pid
  );
}

function isExplained({ findings }: Report): boolean {
  return findings.some(({ cause }) => cause !== 'unknown');
}

function beginningWords(trigger: Trigger): string {
  return BEGINNINGS[trigger];
}

const BEGINNINGS: Record<Trigger, string> = {
  prestop: "the pod began to terminate (the sidecar's preStop hook)",
  sigterm: 'the sidecar was sent SIGTERM',
  api: 'the API server says that the pod is being deleted',
  process: 'the process itself shows that it was asked to stop',
  command: 'a command began it',
};
