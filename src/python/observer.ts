import type { System } from '../target/system.ts';
import type { LookBounds } from './look-bounds.ts';
import type { Capture } from './model/capture.ts';
import type { PySpyRunner } from './pyspy/runner.ts';

export interface ObserverOptions {
  system: System;
  pid: number;
  /** null: do not use py-spy. */
  pySpy: PySpyRunner | null;
  /** first-look: py-spy looks beside the first look, too, and its stacks are taken. Else it is asked as needed. */
  witness?: 'first-look';
  /** No other look will follow: what only two of them tell together is not read. */
  looks?: 'once';
  /** Read source lines of the frames' files (false with --no-source). */
  readSource: boolean;
  /** The process that Straggler itself started (drill): the target's family ends there. */
  rootPid?: number;
  /** Of memory; none unless said. */
  bounds?: LookBounds;
}

/** Looks at one process again and again; what does not change (ELF, layout, code places) is kept between captures. */
export interface ProcessObserver {
  /**
   * One capture within `budgetMs` (the rest is cut and said so in `limits`). Rejects with a `LookError` only when nothing
   * at all can be said: no such process, gone, not Python. Everything else is a limit of a lesser capture.
   */
  capture(budgetMs: number): Promise<Capture>;
  close(): void;
}
