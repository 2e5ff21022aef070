/** What one pass over a process shares among the readers of tasks, waits, loops and threads. */

import type { ProcessFacts } from '../../target/facts.ts';
import type { System } from '../../target/system.ts';
import type { Frames } from '../frames/frames.ts';
import type { Layout } from '../layouts/layout.ts';
import type { MemoryReader } from '../memory/reader.ts';
import type { Objects } from '../objects/objects.ts';

export interface Session {
  readonly system: System;
  readonly process: ProcessFacts;
  readonly memory: MemoryReader;
  readonly layout: Layout;
  readonly objects: Objects;
  readonly frames: Frames;
  /** Monotonic milliseconds after which the pass stops reading and says so. */
  readonly deadlineMs: number;
  outOfTime(): boolean;
}
