/** Code that belongs to a shutdown, by its name or by the cleanup that it stands in. */
import type { CodePlace } from '../python/model/frame.ts';
import type { Situation } from './situation.ts';
import { cleanupRegion, withoutRetries } from './source/swallow.ts';

const SHUTDOWN_NAME =
  /(stop|close|shut_?down|exit|cleanup|teardown|finali[sz]e|dispose|disconnect|terminate|join|quit|__del__)/i;

/** `QueueListener.stop`, a client's close: what it is called tells as much as where the user's own call of it stands. */
export function isShutdownPlace(situation: Situation, place: CodePlace): boolean {
  if (place.package !== 'threading' && SHUTDOWN_NAME.test(place.name)) return true;
  if (place.origin !== 'user') return false;
  const around = situation.surroundings(place);
  return around !== null && cleanupRegion(withoutRetries(around)) !== null;
}
