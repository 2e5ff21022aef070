/** What differs between the frames of 3.8–3.10 and of 3.11+: one implementation of this each. */

/** State of a coroutine, generator or async generator. Numbers, because it is asked for every frame of every task. */
export const GeneratorState = { created: 0, suspended: 1, executing: 2, ended: 3 } as const;
export type GeneratorState = (typeof GeneratorState)[keyof typeof GeneratorState];

/** All that a step along a chain of awaits needs of one coroutine or generator. Filled again by the next look. */
export interface GeneratorLook {
  state: GeneratorState;
  /** 0 when it has ended. */
  frame: number;
  /** 0 when there is no code object. */
  code: number;
  instruction: number;
  /** Value of the exception that is being handled, or NULL or None. */
  handled: number;
  /** What it awaits, where it is suspended. */
  awaited: number;
}

export function emptyLook(): GeneratorLook {
  return { state: GeneratorState.ended, frame: 0, code: 0, instruction: -1, handled: 0, awaited: 0 };
}

export interface FrameAccess {
  /** Forgets what was learnt by address: between captures another object may lie there. */
  reset(): void;
  /** The frame on which a thread runs, 0 for none. */
  ofThread(threadState: number): number;
  /** The frame of a coroutine, generator or async generator; 0 when it has ended. */
  ofGenerator(generator: number): number;
  stateOf(generator: number, frame: number): GeneratorState;
  /** The frame that called this one (0: none), shims included. */
  caller(frame: number): number;
  /** False for the shims that the interpreter puts between frames: some have a code object of their own. */
  isPython(frame: number): boolean;
  /** 0 when there is no code object. */
  code(frame: number): number;
  /** Byte offset in the bytecode; -1 before the first instruction. */
  instruction(frame: number, code: number): number;
  /** The coroutine or generator whose frame it is, 0 for a plain function's. */
  generator(frame: number): number;
  /**
   * What a suspended generator awaits (`cr_await`, `gi_yieldfrom`, `ag_await`), 0 for a plain yield. A coroutine that is
   * suspended always awaits: `always` leaves the look at its bytecode out.
   */
  awaited(frame: number, generator: number, code: number, always: boolean): number;
  /** All of the above of a generator at once, as a step along a chain of awaits needs it. */
  look(generator: number, isCoroutine: boolean, into: GeneratorLook): void;
  /** Address of the first local variable. */
  locals(frame: number): number;
  /** A stored reference without tag bits; 0 for a number that is stored in its place (3.14+). */
  reference(address: number): number;
  /** Address of the lowest value on the stack, and how many are known to be there. */
  stack(frame: number, code: number): { first: number; count: number };
}
