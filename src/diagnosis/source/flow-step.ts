/** What a frame does with an exception that lands in it: the answer of `cancellationFlow`, in data and in words. */
import type { Certainty, Construct } from '../vocabulary.ts';
import type { Outcome } from './flow/outcome.ts';
import type { Decider } from './flow/state.ts';
import type { Surroundings } from './surroundings.ts';

export interface FlowBase {
  certain: boolean;
  certainty: Certainty;
  /** Everything that can happen, the likeliest first. */
  outcomes: Outcome[];
  /** Context managers of unknown make that the exception passes: one of them may swallow it. */
  doubts: Construct[];
  /** Lines at which the frame may wait while it handles the exception, before it is decided. */
  cleanupWaits: number[];
}

interface Deciding {
  /** The syntax to change. */
  construct: Construct;
  /** In a handler or finally, the statement by which it goes on: `continue`, `return`; null when it falls out of the end. */
  statement: { text: string; line: number } | null;
  /** One clause for after the construct's text: "catches CancelledError, and the loop goes on". */
  how: string;
}

export type FlowStep = FlowBase &
  (
    | { kind: 'propagates' }
    | ({ kind: 'converted'; types: string[] } & Deciding)
    | ({
        kind: 'swallowed';
        /** goes-on: the frame itself waits (or spins) again; returns: it ends normally, and its caller goes on. */
        next: 'goes-on' | 'returns';
        /** Where it goes on; null when it falls out of the end of the function. */
        line: number | null;
        /** The loop around both the place and the line where it goes on; null: straight on. */
        loop: { line: number; text: string } | null;
      } & Deciding)
  );

export function constructOf(decider: Decider, file: string): Construct {
  return { kind: decider.kind, text: decider.text, file, line: decider.line };
}

/** The innermost loop around a line of the function; one around the place too comes first. */
export function loopAround(s: Surroundings, line: number): { line: number; text: string } | null {
  const around = (s.syntax?.way ?? [])
    .filter((step) => step.statement.kind === 'loop' && step.part.part === 'body')
    .map((step) => step.statement)
    .reverse()
    .find(({ span }) => line >= span.fromLine && line <= span.toLine);
  if (around !== undefined) return { line: around.span.fromLine, text: around.text };
  const layer = s.layers.find(
    (one) => one.kind === 'loop' && line >= one.span.fromLine && line <= one.span.toLine,
  );
  if (layer?.kind === 'loop') return { line: layer.line, text: layer.text };
  const inner = (s.function?.loops ?? [])
    .filter(({ span }) => line >= span.fromLine && line <= span.toLine)
    .sort((one, other) => other.line - one.line)[0];
  return inner === undefined ? null : { line: inner.line, text: inner.text };
}

export function howOf(
  decider: Decider,
  outcome: Outcome,
  loop: { line: number } | null,
  name: string,
): string {
  return `${eats(decider, outcome, name)}${goesOn(decider, outcome, loop)}`;
}

function eats(decider: Decider, outcome: Outcome, name: string): string {
  const { kind, statement } = decider;
  switch (kind) {
    case 'except':
      return `catches ${name}`;
    case 'finally':
      return `drops ${name} with \`${statement?.text ?? 'a loop'}\` on line ${statement?.line ?? '?'}`;
    case 'with':
      if (outcome.convertedBy !== decider) return `swallows ${name}`;
      return outcome.kind === 'converted'
        ? `takes ${name}`
        : `turns ${name} into another exception, which is caught`;
    default:
      return `swallows ${name}`;
  }
}

function goesOn({ statement }: Decider, outcome: Outcome, loop: { line: number } | null): string {
  if (outcome.kind === 'converted')
    return ` and raises ${outcome.types.join(' or ') || 'another exception'} instead`;
  if (outcome.kind === 'returns') return ', and the function returns as if nothing had happened';
  if (outcome.kind === 'goes-on' && outcome.isEndless && loop?.line === outcome.line)
    return `, and the loop on line ${outcome.line} goes on`;
  if (loop !== null)
    return statement?.text === 'continue'
      ? ', and `continue` goes on with the loop'
      : ', and the loop goes on';
  return outcome.kind === 'goes-on' ? `, and the function goes on to line ${outcome.line}` : '';
}
