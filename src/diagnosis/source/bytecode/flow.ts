/** The flow of an exception through bytecode, in the outcomes of `flow/outcome.ts`. */
import type { Thrown } from '../flow/exceptions.ts';
import { CANCELLATION } from '../flow/exceptions.ts';
import { createMachine } from '../flow/machine.ts';
import type { Outcome } from '../flow/outcome.ts';
import type { SeenManager } from '../flow/seen.ts';
import type { Decider, Machine } from '../flow/state.ts';
import type { BytecodePlace } from './place.ts';
import { afterWait } from './place.ts';
import { ByteWalk } from './walk.ts';

export interface ByteFlow {
  outcomes: Outcome[];
  machine: Machine;
}

/** `managers`: what memory showed to be entered, by the line that opens it. */
export function byteLanding(
  place: BytecodePlace,
  thrown: Thrown,
  managers?: ReadonlyMap<number, SeenManager>,
): ByteFlow {
  const machine = machineOf(place);
  const outcomes = place.blocks.flatMap((blocks) => {
    const walk = new ByteWalk(place.code, machine, thrown, managers);
    walk.land(place.at, blocks, place.blocks.length === 1 ? 'certain' : 'likely');
    return walk.outcomes;
  });
  return { outcomes, machine };
}

export function byteReturn(place: BytecodePlace, by: Decider): ByteFlow {
  const machine = machineOf(place);
  const after = afterWait(place);
  const walk = new ByteWalk(place.code, machine, CANCELLATION);
  const [blocks] = place.blocks;
  if (after !== null && blocks !== undefined) walk.resume(after, blocks, by);
  return { outcomes: walk.outcomes, machine };
}

const NOTHING = { statements: [], span: { fromLine: 0, toLine: 0 } };

function machineOf({ code }: BytecodePlace): Machine {
  const { minor } = code.program;
  return createMachine({ file: null, scope: null, block: NOTHING, minor, stopsAtWaits: true });
}
