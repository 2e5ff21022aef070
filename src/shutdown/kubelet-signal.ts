/** The kubelet signals, before or just after the watch began: there is no look from before. */
import type { SignalFacts } from '../diagnosis/context.ts';
import type { Trigger } from '../report/report.ts';
import type { ProcessFacts } from '../target/facts.ts';
import type { Identity } from '../target/signal.ts';
import { sendSignal } from '../target/signal.ts';
import type { System } from '../target/system.ts';
import type { Beginning, Seen, Start } from './beginning.ts';
import { SIGNAL } from './beginning.ts';
import type { SignalPolicy } from './pod/signal-policy.ts';
import { decideSignal } from './pod/signal-policy.ts';
import type { Timeline } from './timeline.ts';

export interface KubeletSignalOptions {
  system: System;
  timeline: Timeline;
  trigger: Trigger;
  start: Start;
  /** The Python that is watched. */
  target: Identity;
  /** Pid of its container's first process, which the kubelet signals. */
  firstPid: number;
  policy: SignalPolicy;
  /** How long the kubelet's signal may take to arrive. */
  patienceMs: number;
  /** The container's preStop hook while it runs. */
  hook: () => ProcessFacts | null;
}

export class KubeletSignal implements Beginning {
  readonly trigger: Trigger;
  readonly endsAtDeadline = true;
  readonly #options: KubeletSignalOptions;
  #signalledAtMs: number | null = null;
  #hookSaid = false;

  constructor(options: KubeletSignalOptions) {
    this.#options = options;
    this.trigger = options.trigger;
  }

  get signalledAtMs(): number | null {
    return this.#signalledAtMs;
  }

  begin(): Start {
    return this.#options.start;
  }

  signal(): SignalFacts {
    const { target, firstPid } = this.#options;
    if (this.#signalledAtMs !== null) return { ...SIGNAL, sentBy: 'straggler', sentToPid: target.pid };
    const heldUpBy = this.#options.hook();
    if (heldUpBy !== null) this.#tellHook(heldUpBy);
    return { ...SIGNAL, sentBy: 'kubelet', sentToPid: firstPid, heldUpBy };
  }

  /** A failure to signal is told in the timeline: the watch goes on. */
  reconsider({ findings, elapsedMs }: Seen): boolean {
    if (this.#signalledAtMs !== null) return false;
    const { system, target, firstPid, policy, patienceMs, timeline } = this.#options;
    const isFirstProcess = target.pid === firstPid;
    const decision = decideSignal({ policy, elapsedMs, patienceMs, isFirstProcess, findings });
    if (decision.code !== 'send') return false;
    try {
      sendSignal(system, target, SIGNAL.name, { namedByUser: false });
    } catch (error) {
      timeline.add('signal-failed', error instanceof Error ? error.message : String(error));
      return false;
    }
    this.#signalledAtMs = system.nowMs();
    timeline.add('signal-sent', `${SIGNAL.name} by Straggler to process ${target.pid}: ${decision.sentence}`);
    return true;
  }

  #tellHook({ pid, command }: ProcessFacts): void {
    if (this.#hookSaid) return;
    this.#hookSaid = true;
    const words = command.join(' ').slice(0, 200);
    this.#options.timeline.add('hook-seen', `the preStop hook of the container runs (pid ${pid}: ${words})`);
  }
}
