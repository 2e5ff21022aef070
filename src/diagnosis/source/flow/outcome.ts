/** The ends of a walk, as what they mean for the task. */
import type { Certainty } from '../../vocabulary.ts';
import type { Thrown } from './exceptions.ts';
import { sameThrown } from './exceptions.ts';
import type { Completion, Decider } from './state.ts';

export type Outcome = OutcomeBase & OutcomeKind;

export type OutcomeKind =
  | { kind: 'propagates' }
  /** Another exception leaves the function. */
  | { kind: 'converted'; types: string[]; line: number }
  /** The function ends normally, or hands out its next value: its caller goes on. */
  | { kind: 'returns'; line: number | null }
  /** It waits again, or runs in a loop without end: it lives. */
  | { kind: 'goes-on'; line: number; isEndless: boolean }
  | { kind: 'exits'; line: number };

interface OutcomeBase {
  sure: Certainty;
  swallowedBy: Decider | null;
  convertedBy: Decider | null;
}

/** `origin`: the exception that landed. */
export function outcomeOf(completion: Completion, origin: Thrown): Outcome {
  const { end, sure, swallowedBy, convertedBy } = completion;
  const base: OutcomeBase = { sure, swallowedBy, convertedBy };
  switch (end.kind) {
    case 'raise':
      return sameThrown(end.thrown, origin) && convertedBy === null
        ? { ...base, kind: 'propagates' }
        : { ...base, kind: 'converted', types: [...end.thrown.names], line: end.line };
    case 'wait':
      return end.yields
        ? { ...base, kind: 'returns', line: end.line }
        : { ...base, kind: 'goes-on', line: end.line, isEndless: false };
    case 'endless':
      return { ...base, kind: 'goes-on', line: end.line, isEndless: true };
    case 'exit':
      return { ...base, kind: 'exits', line: end.line };
    default:
      return { ...base, kind: 'returns', line: 'line' in end ? end.line : null };
  }
}

/** A loop in a `finally` that goes on and on has the exception in hand all the while, and raises it behind its end. */
export function staysInHand(outcome: Outcome): boolean {
  return outcome.kind === 'goes-on' && outcome.isEndless && outcome.swallowedBy?.text === 'finally:';
}

const SURE: readonly Certainty[] = ['certain', 'likely', 'possible'];
const KINDS: readonly Outcome['kind'][] = ['goes-on', 'returns', 'converted', 'propagates', 'exits'];

/** The surest first; of equals the one that keeps the task alive. */
export function ranked(outcomes: readonly Outcome[]): Outcome[] {
  return outcomes.toSorted(
    (one, other) =>
      SURE.indexOf(one.sure) - SURE.indexOf(other.sure) ||
      KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind),
  );
}

/** Whether all outcomes are of one kind: then it does not matter which path is taken. */
export function agree(outcomes: readonly Outcome[]): boolean {
  const [first] = outcomes;
  return first !== undefined && outcomes.every((one) => one.kind === first.kind && one.sure !== 'possible');
}
