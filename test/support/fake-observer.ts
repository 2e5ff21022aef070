/** An observer whose captures are made by hand; `look` may throw, or take long. */

import type { Capture } from '../../src/python/model/capture.ts';
import type { ProcessObserver } from '../../src/python/observer.ts';
import { captureOf } from './captures.ts';

export class FakeObserver implements ProcessObserver {
  readonly budgets: number[] = [];
  readonly #look: (index: number) => Capture | Promise<Capture>;

  constructor(look: (index: number) => Capture | Promise<Capture> = () => captureOf()) {
    this.#look = look;
  }

  async capture(budgetMs: number): Promise<Capture> {
    this.budgets.push(budgetMs);
    return await this.#look(this.budgets.length - 1);
  }

  close(): void {
    // Nothing is open.
  }
}
