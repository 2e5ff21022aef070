/** An exception that lands in the innermost frame of a chain of awaits, and rises. */
import type { Certainty } from '../vocabulary.ts';
import type { Exception } from './cancellation-flow.ts';
import { cancellationFlow, returnFlow } from './cancellation-flow.ts';
import type { Decider } from './flow/state.ts';
import type { FlowStep } from './flow-step.ts';
import type { Surroundings } from './surroundings.ts';

export interface ChainFlow {
  /**
   * lives: a frame waits (or spins) again; ends: the outermost frame returns, and the task with it; passes: the
   * exception leaves the outermost frame.
   */
  kind: 'lives' | 'ends' | 'passes';
  certainty: Certainty;
  /** The construct to change, in the frame of this index; null when the exception passes untouched. */
  decisive: { frameIndex: number; step: Exclude<FlowStep, { kind: 'propagates' }> } | null;
  /** The frame that goes on. */
  livesIn: { frameIndex: number; line: number | null; loop: { line: number; text: string } | null } | null;
  /** What each frame did, as far as the exception or its absence came. */
  steps: FlowStep[];
}

/** Frames innermost first. */
export function flowThroughChain(
  frames: readonly Surroundings[],
  exception: Exception,
  minor: number,
): ChainFlow {
  let current: Exception | null = exception;
  let decisive: ChainFlow['decisive'] = null;
  let certain = true;
  let possible = false;
  const steps: FlowStep[] = [];
  for (const [frameIndex, frame] of frames.entries()) {
    const step: FlowStep =
      current === null
        ? returnFlow(frame, deciderOf(decisive), minor)
        : cancellationFlow(frame, current, minor);
    steps.push(step);
    certain &&= step.certain && raisesOne(step);
    possible ||= step.certainty === 'possible';
    const certainty = certaintyOf(certain, possible);
    if (step.kind === 'propagates') {
      // Behind a swallowed exception nothing rises any more but what the frame raises by itself.
      if (current === null) current = 'CancelledError';
      continue;
    }
    decisive ??= { frameIndex, step };
    if (step.kind === 'converted') {
      current = step.types.length === 0 ? { other: [] } : { other: step.types };
      continue;
    }
    current = null;
    if (step.next === 'goes-on') {
      const { line, loop } = step;
      return { kind: 'lives', certainty, decisive, livesIn: { frameIndex, line, loop }, steps };
    }
  }
  const certainty = certaintyOf(certain, possible);
  return { kind: current === null ? 'ends' : 'passes', certainty, decisive, livesIn: null, steps };
}

/** What the caller does with a converted exception depends on its type. */
function raisesOne({ outcomes }: FlowStep): boolean {
  const types = outcomes.map((one) => (one.kind === 'converted' ? one.types.join() : ''));
  return new Set(types).size <= 1;
}

function certaintyOf(certain: boolean, possible: boolean): Certainty {
  if (possible) return 'possible';
  return certain ? 'certain' : 'likely';
}

function deciderOf(decisive: ChainFlow['decisive']): Decider {
  if (decisive === null) return { kind: 'await', text: '', line: 0, statement: null };
  const { construct, statement } = decisive.step;
  return { kind: construct.kind, text: construct.text, line: construct.line, statement };
}
