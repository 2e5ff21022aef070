/** The captures of one watch: taken within a budget, kept as evidence, thinned where they would fill the memory. */

import type { CaptureAt } from '../diagnosis/context.ts';
import type { Capture } from '../python/model/capture.ts';
import type { ProcessObserver } from '../python/observer.ts';
import type { Limit } from '../report/report.ts';
import { LookError } from '../target/look-error.ts';
import type { Now } from './clock.ts';

interface Look {
  atMs: number;
  capture: CaptureAt['capture'];
}

/** About 1 KiB a task and capture. */
const MAX_KEPT_TASKS = 200_000;
/** The state before the signal, and the two that tell whether anything moves still. */
const MIN_KEPT = 3;

export class Looks {
  readonly #observer: ProcessObserver;
  readonly #now: Now;
  readonly #maxKeptTasks: number;
  readonly #looks: Look[] = [];
  readonly limits: Limit[] = [];

  constructor(observer: ProcessObserver, now: Now, maxKeptTasks: number = MAX_KEPT_TASKS) {
    this.#maxKeptTasks = Math.min(maxKeptTasks, MAX_KEPT_TASKS);
    this.#observer = observer;
    this.#now = now;
  }

  /** What the last look took; 0 before the first. */
  get lastMs(): number {
    return this.#looks.at(-1)?.capture.durationMs ?? 0;
  }

  /** The first of them: where Straggler sends the signal itself, from before it. */
  get baseline(): Capture | undefined {
    return this.#looks[0]?.capture;
  }

  get last(): Capture | undefined {
    return this.#looks.at(-1)?.capture;
  }

  /** Throws the LookError of an observer that can see nothing. */
  async first(budgetMs: number): Promise<Capture> {
    const atMs = this.#now();
    const capture = await this.#observer.capture(budgetMs);
    this.#looks.push({ atMs, capture });
    return capture;
  }

  /**
   * A failed look never ends a watch; it is a limit of the report. `stillThere` is asked afterwards, because what was
   * read of a process that went away half-way is a mixture of two states.
   */
  async another(budgetMs: number, stillThere: () => Promise<boolean>): Promise<void> {
    const atMs = this.#now();
    try {
      const capture = await this.#observer.capture(budgetMs);
      if (!(await stillThere())) return;
      this.#looks.push({ atMs, capture });
      this.#thin();
    } catch (error) {
      if (await stillThere()) this.#noteFailure(error);
    }
  }

  /**
   * `zeroMs`: the moment of the signal. `firstIsBefore`: the first look alone was before it, by a millisecond at least,
   * whatever the clock's rounding says.
   */
  evidence(zeroMs: number, { firstIsBefore }: { firstIsBefore: boolean }): CaptureAt[] {
    return this.#looks.map(({ atMs, capture }, index) => {
      const ms = Math.round(atMs - zeroMs);
      if (!firstIsBefore) return { seconds: ms / 1000, capture };
      return { seconds: (index === 0 ? Math.min(-1, ms) : Math.max(0, ms)) / 1000, capture };
    });
  }

  #noteFailure(error: unknown): void {
    if (this.limits.some(({ code }) => code === 'look-failed')) return;
    const reason = error instanceof Error ? error.message : String(error);
    const fix = error instanceof LookError ? error.fix : 'Please report this: a look must not fail.';
    this.limits.push({
      code: 'look-failed',
      sentence: `A look at the process failed, and the report rests on the other ones: ${reason}`,
      fix,
    });
  }

  #thin(): void {
    const total = () => this.#looks.reduce((sum, { capture }) => sum + capture.tasks.length, 0);
    while (this.#looks.length > MIN_KEPT && total() > this.#maxKeptTasks) this.#looks.splice(2, 1);
  }
}
