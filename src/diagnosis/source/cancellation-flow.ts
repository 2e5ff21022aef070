/** Where a cancellation goes that lands at a line: the questions that causes ask about a function's syntax. */
import type { Certainty } from '../vocabulary.ts';
import { byteLanding, byteReturn } from './bytecode/flow.ts';
import { managersByLine } from './bytecode/managers.ts';
import type { Thrown } from './flow/exceptions.ts';
import { CANCELLATION } from './flow/exceptions.ts';
import { landException, landReturn } from './flow/land.ts';
import { createMachine } from './flow/machine.ts';
import type { Outcome } from './flow/outcome.ts';
import { agree, outcomeOf, ranked } from './flow/outcome.ts';
import type { SeenInFrame } from './flow/seen.ts';
import type { Decider, Machine } from './flow/state.ts';
import type { FlowBase, FlowStep } from './flow-step.ts';
import { constructOf, howOf, loopAround } from './flow-step.ts';
import type { Surroundings } from './surroundings.ts';
import { syntaxFromLayers } from './syntax-from-layers.ts';
import type { SyntaxPlace } from './syntax-place.ts';

/** `above`: the classes from which it is made, where the file that raised it tells. */
export type Exception = 'CancelledError' | { other: string[]; above?: readonly string[] };

/** What the frame does when the exception is thrown in at its line. */
export function cancellationFlow(
  s: Surroundings,
  exception: Exception,
  minor: number,
  seen: SeenInFrame | null = null,
): FlowStep {
  const thrown: Thrown =
    exception === 'CancelledError' ? CANCELLATION : { names: exception.other, above: exception.above ?? [] };
  const name = exception === 'CancelledError' ? 'CancelledError' : 'the exception';
  if (s.bytecode !== null) {
    const { outcomes, machine } = byteLanding(s.bytecode, thrown, managersByLine(s.bytecode, seen));
    return stepOf(s, outcomes, machine, name);
  }
  const place = s.syntax ?? syntaxFromLayers(s);
  const machine = machineOf(place, minor, seen);
  const completions = landException(place.way, thrown, machine);
  const outcomes = completions.map((one) => outcomeOf(one, thrown));
  return stepOf(s, outcomes, machine, name);
}

/** What the frame does when the call that it awaits comes back normally, although the exception was thrown into it. */
export function returnFlow(s: Surroundings, by: Decider, minor: number): FlowStep {
  if (s.bytecode !== null) {
    const { outcomes, machine } = byteReturn(s.bytecode, by);
    return stepOf(s, outcomes, machine, 'CancelledError');
  }
  const place = s.syntax ?? syntaxFromLayers(s);
  const machine = machineOf(place, minor);
  const completions = landReturn(place.way, by, machine);
  const outcomes = completions.map((one) => outcomeOf(one, CANCELLATION));
  return stepOf(s, outcomes, machine, 'CancelledError');
}

function machineOf(place: SyntaxPlace, minor: number, frame: SeenInFrame | null = null): Machine {
  const { file, scope, body, way } = place;
  return createMachine({ file, scope, block: body, minor, stopsAtWaits: true, seen: { frame, way } });
}

function stepOf(s: Surroundings, found: readonly Outcome[], machine: Machine, name: string): FlowStep {
  const outcomes = ranked(found);
  const [main] = outcomes;
  const doubts = [...machine.doubts.values()];
  const certainty = certaintyOf(outcomes, machine, doubts.length > 0);
  const base: FlowBase = {
    certainty,
    certain: certainty === 'certain',
    outcomes,
    doubts: doubts.map((one) => constructOf(one, s.file)),
    cleanupWaits: [...machine.cleanupWaits].sort((one, other) => one - other),
  };
  if (main === undefined) return { ...base, kind: 'propagates' };
  return withKind(s, base, main, name);
}

function withKind(s: Surroundings, base: FlowBase, main: Outcome, name: string): FlowStep {
  if (main.kind === 'propagates' || main.kind === 'exits') return { ...base, kind: 'propagates' };
  const decider = main.convertedBy ?? main.swallowedBy ?? unnamed(s, main);
  if (decider === null) return { ...base, kind: 'propagates' };
  const line = main.line ?? null;
  const loop = main.kind === 'goes-on' ? loopAround(s, main.line) : null;
  const deciding = {
    construct: constructOf(decider, s.file),
    statement: decider.statement,
    how: howOf(decider, main, loop, name),
  };
  if (main.kind === 'converted') return { ...base, kind: 'converted', types: main.types, ...deciding };
  return { ...base, kind: 'swallowed', next: main.kind, line, loop, ...deciding };
}

/** Something became of it, and nothing has a name: a finally of the bytecode that was entered before. */
function unnamed(s: Surroundings, main: Outcome): Decider | null {
  if (main.kind === 'propagates' || main.kind === 'exits') return null;
  if (main.kind === 'converted' && main.types.length === 0) return null;
  const kind = s.from === 'bytecode' ? 'bytecode' : 'finally';
  return { kind, text: '', line: main.line ?? s.line, statement: null };
}

function certaintyOf(outcomes: readonly Outcome[], machine: Machine, hasDoubts: boolean): Certainty {
  const [main] = outcomes;
  if (main === undefined || machine.truncated) return 'possible';
  if (main.sure === 'possible') return 'possible';
  return agree(outcomes) && (!hasDoubts || main.swallowedBy !== null) ? 'certain' : 'likely';
}
