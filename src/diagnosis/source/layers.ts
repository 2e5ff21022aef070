import type { MachineOptions } from './flow/machine.ts';
import { loopFactsOf, tryFactsOf, withFactsOf } from './function-facts.ts';
import type { Layer } from './surroundings.ts';
import type { Step } from './syntax/tree.ts';

/** The blocks around a line that have a say in where an exception goes, innermost first. */
export function layersOf(way: readonly Step[], options: MachineOptions): Layer[] {
  return way.toReversed().flatMap((step) => layerOf(step, options) ?? []);
}

function layerOf({ statement, part }: Step, options: MachineOptions): Layer | null {
  switch (statement.kind) {
    case 'with':
      return part.part === 'body' ? { kind: 'with', ...withFactsOf(statement) } : null;
    case 'loop': {
      // The header of `while` and `async for` is passed in every round.
      const inside = part.part === 'body' || (part.part === 'header' && statement.loop !== 'for');
      return inside ? { kind: 'loop', loop: statement.loop, ...loopFactsOf(statement) } : null;
    }
    case 'try': {
      const facts = tryFactsOf(statement, options);
      if (part.part === 'body') return { kind: 'try-body', facts };
      if (part.part === 'orelse') return { kind: 'try-else', facts };
      if (part.part === 'finally') return { kind: 'finally', facts };
      const handler = part.part === 'handler' ? facts.handlers[part.index] : undefined;
      return handler === undefined ? null : { kind: 'handler', facts, handler };
    }
    default:
      return null;
  }
}
