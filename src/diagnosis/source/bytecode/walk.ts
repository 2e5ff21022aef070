/** Walks bytecode from where an exception lands, path by path, as `flow/run.ts` walks statements. */
import type { Answer, Thrown } from '../flow/exceptions.ts';
import { sameThrown } from '../flow/exceptions.ts';
import type { Outcome, OutcomeKind } from '../flow/outcome.ts';
import type { SeenManager } from '../flow/seen.ts';
import type { Decider, Machine, Path } from '../flow/state.ts';
import { fallsThrough } from './blocks.ts';
import type { Instruction } from './decode.ts';
import { handlerDecider } from './describe.ts';
import type { State, Walker } from './state.ts';
import { atMostLikely, held, keyOf, startState } from './state.ts';
import { branching } from './steps/branching.ts';
import { handling } from './steps/handling.ts';
import { called, leaving } from './steps/leaving.ts';
import { waiting } from './steps/waiting.ts';
import type { BlockEntry, Blocks, Code } from './unwinding.ts';
import { unwind } from './unwinding.ts';

const MOST_STEPS = 40_000;
const DEEPEST = 1500;

export class ByteWalk implements Walker {
  readonly outcomes: Outcome[] = [];
  readonly code: Code;
  readonly machine: Machine;
  readonly origin: Thrown;
  readonly managers: ReadonlyMap<number, SeenManager>;
  readonly #visited = new Set<string>();
  /** States on the present path. */
  readonly #path = new Map<string, State>();
  #lastCycle: State | null = null;
  #steps = 0;

  constructor(
    code: Code,
    machine: Machine,
    origin: Thrown,
    managers: ReadonlyMap<number, SeenManager> = new Map(),
  ) {
    this.code = code;
    this.machine = machine;
    this.origin = origin;
    this.managers = managers;
  }

  /** The exception is raised at the instruction. */
  land(at: Instruction, blocks: Blocks, sure: Path['sure']): void {
    const state = startState(at, blocks, sure);
    for (const next of this.raise(state, this.origin)) this.#run(next, 0);
    this.#close();
  }

  /** Control comes to the instruction normally, the exception having been swallowed below. */
  resume(at: Instruction, blocks: Blocks, swallowedBy: Decider): void {
    this.#run({ ...startState(at, blocks, 'certain'), swallowedBy }, 0);
    this.#close();
  }

  /** Nothing but a circle: it never ends. */
  #close(): void {
    const cycle = this.#lastCycle;
    if (this.outcomes.length === 0 && cycle !== null && !this.machine.truncated)
      this.#endless(cycle, cycle.sure);
  }

  #run(start: State, depth: number): void {
    const entered: string[] = [];
    let state: State | undefined = start;
    while (state !== undefined) {
      this.#steps += 1;
      if (this.#steps > MOST_STEPS || depth > DEEPEST) {
        this.machine.truncated = true;
        break;
      }
      const key = keyOf(state);
      if (this.#visited.has(key)) {
        this.#cycle(state, key);
        break;
      }
      this.#visited.add(key);
      this.#path.set(key, state);
      entered.push(key);
      const nexts: State[] = this.#step(state);
      const last = nexts.pop();
      for (const next of nexts) this.#run(next, depth + 1);
      state = last;
    }
    for (const key of entered) this.#path.delete(key);
  }

  /** Back at a state of the same path: it goes on like that, or may with the exception in hand and a wait in between. */
  #cycle(state: State, key: string): void {
    const earlier = this.#path.get(key);
    if (earlier === undefined) return;
    this.#lastCycle = state;
    if (state.forks === earlier.forks) this.#endless(state, state.sure);
    else if (state.waits > earlier.waits && held(state) !== null)
      this.#endless(state, atMostLikely(state.sure));
  }

  #endless(state: State, sure: Path['sure']): void {
    const swallowedBy = state.swallowedBy ?? held(state)?.decider ?? null;
    this.emit({ ...state, swallowedBy, sure }, { kind: 'goes-on', line: state.at.line, isEndless: true });
  }

  emit(state: State, outcome: OutcomeKind): void {
    const { sure, swallowedBy, convertedBy } = state;
    this.outcomes.push({ sure, swallowedBy, convertedBy, ...outcome });
  }

  next(state: State, change: Partial<State> = {}): State[] {
    const at = this.code.program.instructions[state.at.index + 1];
    return at === undefined ? [] : [{ ...state, at, ...change }];
  }

  jump(state: State, change: Partial<State> = {}): State[] {
    const { target } = state.at;
    const at = target === null ? null : this.code.program.at(target);
    return at === null ? [] : [{ ...state, at, ...change }];
  }

  /** The exception goes to its handler, or out of the function. */
  raise(state: State, thrown: Thrown): State[] {
    const inHand = held(state);
    const isNew = inHand !== null && !sameThrown(thrown, inHand.thrown);
    const convertedBy = state.convertedBy ?? (isNew ? inHand.decider : null);
    const swallowedBy = inHand === null || isNew ? state.swallowedBy : null;
    const raised: State = { ...state, swallowedBy, convertedBy, answer: null };
    const to = unwind(this.code, state.at, state.blocks);
    if (to === null) {
      const passes = sameThrown(thrown, this.origin) && convertedBy === null;
      this.emit(
        raised,
        passes
          ? { kind: 'propagates' }
          : { kind: 'converted', types: [...thrown.names], line: state.at.line },
      );
      return [];
    }
    if (this.code.program.minor >= 11)
      return [{ ...raised, at: to.instruction, blocks: to.blocks, flight: thrown }];
    const decider = handlerDecider(this.code, to.instruction, to.setup);
    const entry: BlockEntry = { kind: 'handler', thrown, decider, target: to.setup ?? 0 };
    return [{ ...raised, at: to.instruction, blocks: [...to.blocks, entry] }];
  }

  /** A decision that depends on an answer. */
  fork(state: State, answer: Answer, whenTrue: State[], whenFalse: State[]): State[] {
    if (answer === 'yes') return whenTrue;
    if (answer === 'no') return whenFalse;
    const sure = atMostLikely(state.sure);
    const forks = state.forks + 1;
    return [...whenTrue, ...whenFalse].map((one) => ({ ...one, sure, forks }));
  }

  #step(state: State): State[] {
    return (
      handling(this, state) ??
      leaving(this, state) ??
      waiting(this, state) ??
      branching(this, state) ??
      this.#plain(state)
    );
  }

  #plain(state: State): State[] {
    const { name } = state.at;
    if (/^JUMP_(FORWARD|ABSOLUTE|BACKWARD|BACKWARD_NO_INTERRUPT)$/.test(name)) return this.jump(state);
    if (/^SETUP_(FINALLY|WITH|ASYNC_WITH)$/.test(name)) {
      const block: BlockEntry = { kind: 'try', target: state.at.target ?? 0, setup: state.at.index };
      return this.next(state, { blocks: [...state.blocks, block] });
    }
    if (name === 'POP_BLOCK') return this.next(state, { blocks: state.blocks.slice(0, -1) });
    if (/^CALL/.test(name)) return called(this, state);
    return fallsThrough(name) ? this.next(state) : [];
  }
}
