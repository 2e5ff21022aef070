/** Looks again and again, at a cost that is bounded, whether a process shows that it was asked to stop. */

import { stopSign } from '../../diagnosis/signal/stop-sign.ts';
import type { Capture } from '../../python/model/capture.ts';
import type { ProcessObserver } from '../../python/observer.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import { isAlive } from '../../target/signal.ts';
import type { System } from '../../target/system.ts';
import { readTargets } from './pod-targets.ts';

export interface StopSign {
  process: ProcessFacts;
  container: string;
  sentence: string;
}

const LEAST_PAUSE_MS = 1000;
/** A hundredth of one core, however large the process is. */
const PAUSE_PER_LOOK = 100;
const LOOK_BUDGET_MS = 500;
const KEPT_LOOKS = 3;

interface Watched {
  container: string;
  process: ProcessFacts;
  observer: ProcessObserver;
  /** The latest looks, the newest last. */
  history: Capture[];
}

export class StopSigns {
  readonly #system: System;
  readonly #open: (pid: number) => ProcessObserver;
  readonly #containers: readonly string[];
  readonly #watched = new Map<number, Watched>();
  /** How long to wait until the next round. */
  pauseMs = LEAST_PAUSE_MS;

  constructor(system: System, open: (pid: number) => ProcessObserver, containers: readonly string[]) {
    this.#system = system;
    this.#open = open;
    this.#containers = containers;
  }

  /** One look at each Python; the first that was asked to stop, or null. */
  async look(): Promise<StopSign | null> {
    const startMs = this.#system.nowMs();
    this.#refresh();
    let found: StopSign | null = null;
    for (const { container, process, observer, history } of this.#watched.values()) {
      const capture = await observer.capture(LOOK_BUDGET_MS).catch(() => null);
      if (capture !== null) history.push(capture);
      if (history.length > KEPT_LOOKS) history.shift();
      const sentence = capture === null ? null : stopSign(history);
      if (sentence !== null) found ??= { process, container, sentence };
    }
    this.pauseMs = Math.max(LEAST_PAUSE_MS, PAUSE_PER_LOOK * (this.#system.nowMs() - startMs));
    return found;
  }

  close(): void {
    for (const { observer } of this.#watched.values()) observer.close();
    this.#watched.clear();
  }

  #refresh(): void {
    for (const [pid, { process, observer }] of this.#watched) {
      if (isAlive(this.#system, process)) continue;
      observer.close();
      this.#watched.delete(pid);
    }
    if (this.#watched.size > 0) return;
    for (const { name, pythons } of readTargets(this.#system, this.#containers))
      for (const process of pythons)
        this.#watched.set(process.pid, {
          container: name,
          process,
          observer: this.#open(process.pid),
          history: [],
        });
  }
}
