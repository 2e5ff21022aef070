/** What every cause is handed: the captures of one watch, indexed once (`situation-of.ts`). */
import type { Capture, LoopState, TaskState, ThreadState } from '../python/model/capture.ts';
import type { CodePlace } from '../python/model/frame.ts';
import type { Primitive } from '../python/model/wait.ts';
import type { CaptureAt, Evidence } from './context.ts';
import type { FunctionFacts, Surroundings } from './source/surroundings.ts';
import type { Cancellation, Phase } from './vocabulary.ts';
import type { WaitGraph } from './waits/graph.ts';

export interface Situation {
  readonly evidence: Evidence;
  readonly last: Capture;
  /** The newest capture that was taken before the signal; null when there is none (or no signal). */
  readonly before: Capture | null;
  /** Captures since the signal, the last one included; all captures of a dump. */
  readonly since: readonly CaptureAt[];
  readonly tasks: ReadonlyMap<string, TaskState>;
  readonly tasksBefore: ReadonlyMap<string, TaskState>;
  readonly primitives: ReadonlyMap<string, Primitive>;
  readonly loops: ReadonlyMap<string, LoopState>;
  readonly threads: ReadonlyMap<number, ThreadState>;
  readonly mainThread: ThreadState | null;
  readonly phase: Phase;
  readonly graph: WaitGraph;
  readonly cancellation: ReadonlyMap<string, Cancellation>;
  /** 8 … 15; 15 when unknown. */
  readonly minor: number;
  /** What stands around a place in its source or bytecode; null when neither is known. */
  surroundings(place: CodePlace): Surroundings | null;
  sourceLine(file: string, line: number): string | null;
  mayMention(file: string, words: readonly string[]): boolean;
  functionNamed(file: string, qualifiedName: string): FunctionFacts | null;
  functionsMatching(file: string, pattern: RegExp): FunctionFacts[];
  classBases(file: string, name: string): string[];
}
