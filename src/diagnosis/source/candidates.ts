/** Constructs of a function that can have swallowed a cancellation before its frame came to its present line. */
import type { Certainty, Construct } from '../vocabulary.ts';
import { byteSwallows } from './bytecode/swallows.ts';
import { keepsExceptions } from './calls.ts';
import { CANCELLATION } from './flow/exceptions.ts';
import { landException } from './flow/land.ts';
import { createMachine } from './flow/machine.ts';
import type { Outcome } from './flow/outcome.ts';
import { outcomeOf, staysInHand } from './flow/outcome.ts';
import type { SeenInFrame } from './flow/seen.ts';
import type { Decider } from './flow/state.ts';
import { constructOf, howOf, loopAround } from './flow-step.ts';
import type { Surroundings } from './surroundings.ts';
import { locate, suspensionsOf } from './syntax/locate.ts';
import { reachableFrom } from './syntax/reach.ts';
import type { Block } from './syntax/tree.ts';
import { syntaxFromLayers } from './syntax-from-layers.ts';
import type { SyntaxPlace } from './syntax-place.ts';

export interface Candidate {
  construct: Construct;
  certainty: Certainty;
  /** One clause for after the construct's text, like FlowStep's `how`. */
  reason: string;
  /** The await at which the cancellation would have landed. */
  landedAt: number;
  statement: { text: string; line: number } | null;
}

interface Swallow {
  /** Line of the await. */
  landedAt: number;
  outcome: Outcome & { kind: 'goes-on' };
  decider: Decider;
}

/** Awaits of one function that are tried; a function with more is generated. */
const MOST_LANDINGS = 200;
/** Statements walked for all of them. */
const BUDGET = 40_000;

const known = new WeakMap<Block, { minor: number; swallows: Swallow[] }>();

/** The likeliest first; empty when nothing in the function can have done it. */
export function swallowCandidates(
  s: Surroundings,
  minor: number,
  seen: SeenInFrame | null = null,
): Candidate[] {
  const scored: { candidate: Candidate; score: number }[] = [];
  const inHand = handlerAround(s);
  for (const one of swallowsAround(s, minor, seen)) {
    const loop = loopAround(s, one.outcome.line);
    const candidate: Candidate = {
      construct: constructOf(one.decider, s.file),
      certainty: one.outcome.sure === 'certain' ? 'likely' : 'possible',
      reason: `${isGuess(one) ? 'perhaps ' : ''}${howOf(one.decider, one.outcome, loop, 'CancelledError')}`,
      landedAt: one.landedAt,
      statement: one.decider.statement,
    };
    const extra = inHand === one.decider.line && one.outcome.isEndless ? 400 : 0;
    scored.push({ candidate, score: scoreOf(s, one) + extra });
  }
  scored.push(...gathers(s));
  scored.sort((one, other) => other.score - one.score);
  return distinct(scored.map((one) => one.candidate));
}

/** Those from whose end control can come to the line. */
function swallowsAround(s: Surroundings, minor: number, seen: SeenInFrame | null): Swallow[] {
  if (s.bytecode !== null)
    return byteSwallows(s.bytecode, seen).filter(({ outcome }) => !staysInHand(outcome));
  const place = s.syntax ?? syntaxFromLayers(s);
  const found = seen === null ? swallowsOf(place, minor) : findSwallows(place, minor, seen);
  return found.filter((one) => !staysInHand(one.outcome) && reaches(place, one, s.line));
}

function swallowsOf(place: SyntaxPlace, minor: number): Swallow[] {
  const found = known.get(place.body);
  if (found?.minor === minor) return found.swallows;
  const swallows = findSwallows(place, minor, null);
  known.set(place.body, { minor, swallows });
  return swallows;
}

function findSwallows(place: SyntaxPlace, minor: number, frame: SeenInFrame | null): Swallow[] {
  const { body, file, scope, way } = place;
  const swallows: Swallow[] = [];
  let budget = BUDGET;
  for (const landing of suspensionsOf(body).slice(0, MOST_LANDINGS)) {
    const machine = createMachine({
      file,
      scope,
      block: body,
      minor,
      stopsAtWaits: true,
      seen: { frame, way },
    });
    machine.budget = Math.min(machine.budget, budget);
    const before = machine.budget;
    for (const completion of landException(landing.way, CANCELLATION, machine)) {
      const outcome = outcomeOf(completion, CANCELLATION);
      const decider = outcome.convertedBy ?? outcome.swallowedBy;
      if (outcome.kind === 'goes-on' && decider !== null)
        swallows.push({ landedAt: landing.line, outcome, decider });
    }
    budget -= before - Math.max(machine.budget, 0);
    if (budget <= 0) break;
  }
  return swallows;
}

function reaches(place: SyntaxPlace, { outcome }: Swallow, line: number): boolean {
  if (outcome.line === line) return true;
  const way = locate(place.body, outcome.line);
  return reachableFrom(way).some((span) => line >= span.fromLine && line <= span.toLine);
}

/** Not known to catch it: a context manager or an exception's name from elsewhere. */
function isGuess({ outcome }: Swallow): boolean {
  return outcome.sure === 'possible';
}

/** Line of the innermost handler around the place. */
function handlerAround(s: Surroundings): number | null {
  const layer = s.layers.find((one) => one.kind === 'handler');
  return layer?.kind === 'handler' ? layer.handler.line : null;
}

/** A loop that comes back to the very line tells most; then a loop around both; then the nearest construct before it. */
function scoreOf(s: Surroundings, { landedAt, outcome, decider }: Swallow): number {
  const { fromLine, toLine } = s.statement?.span ?? { fromLine: s.line, toLine: s.line };
  let score = 0;
  if (landedAt >= fromLine && landedAt <= toLine) score += 100;
  if (outcome.line >= fromLine && outcome.line <= toLine) score += 60;
  if (loopAround(s, outcome.line) !== null) score += 40;
  if (outcome.sure === 'certain') score += 30;
  else if (outcome.sure === 'possible') score -= 250;
  return score - Math.min(Math.abs(decider.line - s.line), 50) / 10;
}

/** In a loop, `gather(..., return_exceptions=True)` hands a child's CancelledError back as a result. */
function gathers(s: Surroundings): { candidate: Candidate; score: number }[] {
  return (s.function?.calls ?? [])
    .filter((call) => keepsExceptions(call) && loopAround(s, call.line) !== null)
    .map((call) => ({
      score: s.calls.some((one) => one.line === call.line) ? 10 : -50,
      candidate: {
        construct: { kind: 'gather' as const, text: call.text, file: s.file, line: call.line },
        certainty: 'possible' as const,
        reason: "hands a child's CancelledError back as a result, and the loop goes on",
        landedAt: call.line,
        statement: null,
      },
    }));
}

function distinct(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ construct }) => {
    const key = `${construct.kind}:${construct.line}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
