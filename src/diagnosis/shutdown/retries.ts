/** Except clauses that are work, and no cleanup: those of a loop that tries again. */
import type { CodePlace } from '../../python/model/frame.ts';
import type { Situation } from '../situation.ts';
import type { CleanupRegion } from '../source/cleanup.ts';
import type { Layer } from '../source/surroundings.ts';
import { cleanupRegion, withoutRetries } from '../source/swallow.ts';

/** The cleanup that a place stands in, but for clauses of retries: `except BlockingIOError: time.sleep(0.1)`. */
export function cleanupAt(situation: Situation, place: CodePlace): CleanupRegion | null {
  const around = place.origin === 'python' ? null : situation.surroundings(place);
  return around === null ? null : cleanupRegion(withoutRetries(around));
}

/** The layers around a place, innermost first, up to the cleanup that it stands in; `isWhole`: there is none. */
export function layersInCleanup(
  situation: Situation,
  place: CodePlace,
): { layers: Layer[]; isWhole: boolean } {
  const around = situation.surroundings(place);
  if (around === null) return { layers: [], isWhole: true };
  const kept = withoutRetries(around).layers;
  const end = around.layers.findIndex(
    (layer) => (layer.kind === 'handler' || layer.kind === 'finally') && kept.includes(layer),
  );
  return end === -1
    ? { layers: around.layers, isWhole: true }
    : { layers: around.layers.slice(0, end), isWhole: false };
}
