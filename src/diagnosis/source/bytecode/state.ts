/** A point on a path through bytecode. */
import type { Answer, Thrown } from '../flow/exceptions.ts';
import type { OutcomeKind } from '../flow/outcome.ts';
import type { SeenManager } from '../flow/seen.ts';
import type { Decider, Machine, Path } from '../flow/state.ts';
import type { Instruction } from './decode.ts';
import type { BlockEntry, Blocks, Code } from './unwinding.ts';

export interface State {
  at: Instruction;
  blocks: Blocks;
  /** An exception on the stack that no PUSH_EXC_INFO has taken in hand. */
  flight: Thrown | null;
  /** What the next conditional jump depends on. */
  answer: Answer | null;
  swallowedBy: Decider | null;
  convertedBy: Decider | null;
  sure: Path['sure'];
  /** Suspensions passed with an exception in hand. */
  waits: number;
  /** Decisions on the way that could not be told. */
  forks: number;
}

/** What the readers of single instructions may ask of the walk. */
export interface Walker {
  readonly code: Code;
  readonly machine: Machine;
  readonly origin: Thrown;
  /** The objects of the `with` blocks, by the line that opens them. */
  readonly managers: ReadonlyMap<number, SeenManager>;
  next(state: State, change?: Partial<State>): State[];
  jump(state: State, change?: Partial<State>): State[];
  raise(state: State, thrown: Thrown): State[];
  fork(state: State, answer: Answer, whenTrue: State[], whenFalse: State[]): State[];
  emit(state: State, outcome: OutcomeKind): void;
}

export function startState(at: Instruction, blocks: Blocks, sure: Path['sure']): State {
  return {
    at,
    blocks,
    flight: null,
    answer: null,
    swallowedBy: null,
    convertedBy: null,
    sure,
    waits: 0,
    forks: 0,
  };
}

/** The exception in hand. */
export function held(state: State): (BlockEntry & { kind: 'handler' }) | null {
  const block = state.blocks.findLast((one) => one.kind === 'handler');
  return block?.kind === 'handler' ? block : null;
}

export function atMostLikely(sure: Path['sure']): Path['sure'] {
  return sure === 'certain' ? 'likely' : sure;
}

export function keyOf({ at, blocks, flight, answer, swallowedBy, convertedBy, sure }: State): string {
  const stack = blocks.map((one) => {
    if (one.kind === 'handler')
      return `h${one.target}:${one.thrown.names.join()}${one.thrown.inside === undefined ? '' : '*'}`;
    return one.kind === 'return' ? `r${one.offset}` : one.kind;
  });
  return [
    at.index,
    stack.join('/'),
    flight?.names.join() ?? '',
    answer,
    swallowedBy?.line,
    convertedBy?.line,
    sure,
  ].join(' ');
}
