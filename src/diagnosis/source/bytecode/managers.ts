/** Which of the objects on a frame's stack belongs to which `with` of its bytecode. */
import type { SeenInFrame, SeenManager } from '../flow/seen.ts';
import { layersOfCode } from './layers.ts';
import type { BytecodePlace } from './place.ts';

/** By the line that opens it; empty where memory and bytecode do not count as many, without those that share a line. */
export function managersByLine(
  place: BytecodePlace,
  seen: SeenInFrame | null,
): ReadonlyMap<number, SeenManager> {
  const lines = layersOfCode(place).flatMap((layer) => (layer.kind === 'with' ? [layer.line] : []));
  if (seen === null || lines.length !== seen.managers.length) return new Map();
  const outermostFirst = lines.toReversed();
  return new Map(
    seen.managers.flatMap((manager, index) => {
      const line = outermostFirst[index] ?? 0;
      return lines.filter((one) => one === line).length === 1 ? [[line, manager] as const] : [];
    }),
  );
}
