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

/**
 * Without the `except` clauses of loops that try again, which are work: `except BlockingIOError: time.sleep(0.1)`. A loop
 * of a caller's, too, comes back to a clause that lets its function return.
 */
export function withoutRetries(s: Surroundings, isCalledInLoop = false): Surroundings {
  const loop = isCalledInLoop ? s.layers.length : s.layers.findLastIndex((layer) => layer.kind === 'loop');
  const isRetry = (layer: Layer, index: number) => {
    if (layer.kind !== 'handler' || index > loop) return false;
    const { fallsThrough, continues, breaks, returns } = layer.handler.exit;
    return (fallsThrough || continues !== null) && breaks === null && returns === null;
  };
  return { ...s, layers: s.layers.filter((layer, index) => !isRetry(layer, index)) };
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

/** Where a frame is known to be in an exit: at the line of its `with`, or (up to 3.9) at the last line of the body. */
export function exitRegion(s: Surroundings): CleanupRegion | null {
  const entered = s.withHeader ?? s.maybeInExit[0];
  return entered === undefined ? null : withExit(entered, s.file);
}

function withExit(facts: WithFacts, file: string): CleanupRegion {
  return { kind: 'with-exit', construct: { kind: 'with', text: facts.text, file, line: facts.line } };
}

/** A CancelledError that lands here is swallowed, and that is the end of the coroutine: nobody is kept waiting. */
export function isEndOfCoroutine(s: Surroundings, minor: number): boolean {
  const step = cancellationFlow(s, 'CancelledError', minor);
  return step.kind === 'swallowed' && step.outcomes.every((one) => one.kind === 'returns');
}
