/** Code that belongs to a shutdown, by its name or by the cleanup that it stands in. */
import type { CodePlace } from '../../python/model/frame.ts';
import type { Situation } from '../situation.ts';
import { cleanupAt } from './retries.ts';

const SHUTDOWN_NAME =
  /(stop|close|shut_?down|exit|cleanup|teardown|finali[sz]e|dispose|disconnect|terminate|join|quit|__del__)/i;

/** `wait_for_shutdown`, `run_until_stopped`: work until then. */
const UNTIL = /^_*(wait|run|serve|sleep|loop|block|watch)\w*_(for|until|till|forever)/i;

/** Of a function: `stop`, `aclose`, `on_shutdown`. */
export function isShutdownName(name: string): boolean {
  return SHUTDOWN_NAME.test(name) && !UNTIL.test(name);
}

/** `QueueListener.stop`, a client's close: what it is called tells as much as where the user's own call of it stands. */
export function isShutdownPlace(situation: Situation, place: CodePlace): boolean {
  if (place.package !== 'threading' && isShutdownName(place.name)) return true;
  return place.origin === 'user' && cleanupAt(situation, place) !== null;
}
