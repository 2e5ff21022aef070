/** Whether a line stands in a cleanup, and whether a coroutine is over once it has swallowed. */
import type { Construct } from '../vocabulary.ts';
import { cancellationFlow } from './cancellation-flow.ts';
import type { Layer, Surroundings, WithFacts } from './surroundings.ts';

export interface CleanupRegion {
  kind: 'except' | 'finally' | 'with-exit';
  construct: Construct;
}

/**
 * The innermost handler or finally around the line. `holdsException`: the frame is known to have an exception in hand;
 * then the header of an `async with` (and up to 3.9 the last line of its body) is its exit, not its entry.
 */
export function cleanupRegion(s: Surroundings, holdsException = false): CleanupRegion | null {
  for (const layer of s.layers) {
    const region = regionOf(layer, s.file);
    if (region !== null) return region;
    if (holdsException && layer.kind === 'with') {
      const exit = s.maybeInExit.find((one) => one.line === layer.line);
      if (exit !== undefined) return withExit(exit, s.file);
    }
  }
  return holdsException && s.withHeader !== null ? withExit(s.withHeader, s.file) : null;
}

function regionOf(layer: Layer, file: string): CleanupRegion | null {
  if (layer.kind === 'handler') {
    const { text, line } = layer.handler;
    return { kind: 'except', construct: { kind: 'except', text, file, line } };
  }
  if (layer.kind !== 'finally') return null;
  const line = layer.facts.finallyLine ?? layer.facts.line;
  return { kind: 'finally', construct: { kind: 'finally', text: 'finally:', file, line } };
}

function withExit(facts: WithFacts, file: string): CleanupRegion {
  return { kind: 'with-exit', construct: { kind: 'with', text: facts.text, file, line: facts.line } };
}

/** A CancelledError that lands here is swallowed, and that is the end of the coroutine: nobody is kept waiting. */
export function isEndOfCoroutine(s: Surroundings, minor: number): boolean {
  const step = cancellationFlow(s, 'CancelledError', minor);
  return step.kind === 'swallowed' && step.outcomes.every((one) => one.kind === 'returns');
}
