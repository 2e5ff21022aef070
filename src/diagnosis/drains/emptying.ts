/** Loops that end when a container is empty, read off their source. */
import type { WorkLeft } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { Situation } from '../situation.ts';
import type { Layer } from '../source/surroundings.ts';

type LoopLayer = Extract<Layer, { kind: 'loop' }>;

/** Calls that wait for an item where there is none: only a last item that says so ends such a loop. */
const WAITS = /\.get$/;
const LEAVES = /^\s*(break|return)\b|:\s*(break|return)\b/;

/**
 * Whether a loop around the place takes its work from there: an iterator's always does. `while self.items:` ends with the
 * last one, `while (job := q.get()) is not None` and `while True:` with a way out when the sign to end comes.
 */
export function isTakenFrom(situation: Situation, place: CodePlace, { in: from }: WorkLeft): boolean {
  if (from.kind === 'iterator') return true;
  const around = situation.surroundings(place);
  return (around?.layers ?? []).some((layer) => {
    if (layer.kind !== 'loop' || layer.loop !== 'while') return false;
    if (layer.endless) {
      const takes = around?.function?.calls.some(
        ({ callee, line }) => callee.startsWith(`${from.name}.`) && isIn(layer, line),
      );
      return takes === true && from.hasEndSign && canBeLeft(situation, place.file, layer);
    }
    const mentioned = layer.conditionNames.find(
      (name) => name === from.name || name.startsWith(`${from.name}.`),
    );
    return mentioned !== undefined && (!WAITS.test(mentioned) || from.hasEndSign);
  });
}

function isIn({ span }: LoopLayer, line: number): boolean {
  return line >= span.fromLine && line <= span.toLine;
}

function canBeLeft(situation: Situation, file: string, { span }: LoopLayer): boolean {
  for (let line = span.fromLine; line <= span.toLine; line += 1) {
    if (LEAVES.test(situation.sourceLine(file, line) ?? '')) return true;
  }
  return false;
}
