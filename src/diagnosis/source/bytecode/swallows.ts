/** Every way in which a function's bytecode swallows a cancellation and goes on, wherever it lands. */
import { CANCELLATION } from '../flow/exceptions.ts';
import type { Outcome } from '../flow/outcome.ts';
import type { SeenInFrame } from '../flow/seen.ts';
import type { Decider } from '../flow/state.ts';
import type { Instruction } from './decode.ts';
import { byteLanding } from './flow.ts';
import { graphOf } from './graph.ts';
import { managersByLine } from './managers.ts';
import type { BytecodePlace } from './place.ts';
import { suspensionsOf } from './place.ts';

export interface ByteSwallow {
  landedAt: number;
  outcome: Outcome & { kind: 'goes-on' };
  decider: Decider;
}

const MOST_LANDINGS = 100;

/** Those from whose end control can come to the place. */
export function byteSwallows(place: BytecodePlace, seen: SeenInFrame | null): ByteSwallow[] {
  const managers = managersByLine(place, seen);
  const found: ByteSwallow[] = [];
  const all = suspensionsOf(place).slice(0, MOST_LANDINGS);
  for (const landing of all) {
    for (const outcome of byteLanding(landing, CANCELLATION, managers).outcomes) {
      const decider = outcome.convertedBy ?? outcome.swallowedBy;
      if (outcome.kind !== 'goes-on' || decider === null) continue;
      if (
        comesTo(
          place,
          all.map((one) => one.at),
          outcome.line,
        )
      )
        found.push({ landedAt: landing.at.line, outcome, decider });
    }
  }
  return found;
}

function comesTo({ code, at }: BytecodePlace, waits: readonly Instruction[], line: number): boolean {
  if (at.line === line) return true;
  const targets = waits.filter((one) => one.line === line);
  const seen = new Set(targets.map((one) => one.index));
  const queue = [...seen];
  const graph = graphOf(code);
  for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
    if (index === at.index) return true;
    for (const to of graph.successors(index)) {
      if (seen.has(to)) continue;
      seen.add(to);
      queue.push(to);
    }
  }
  return false;
}
