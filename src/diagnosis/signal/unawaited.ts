/** Handlers that call a coroutine function and hand what it makes to nobody: nothing of it is ever run. */
import type { SignalHandler } from '../../python/model/capture.ts';
import type { Situation } from '../situation.ts';
import { scopesOf } from './handler-reach.ts';

const RUNS =
  /(^|\.)(create_task|ensure_future|run_coroutine_threadsafe|run|run_until_complete|start_soon|call_soon|call_soon_threadsafe|gather|wait)$/;

/** The coroutine function's name, as the handler calls it; the handler's own where it is one itself. Null for none. */
export function unawaitedBy(
  situation: Situation,
  { place, function: name, calls, coroutines }: SignalHandler,
): string | null {
  if (place === null || name === null || place.origin !== 'user') return null;
  const isAsync = (qualifiedName: string) =>
    situation.functionNamed(place.file, qualifiedName)?.isAsync === true;
  if (isAsync(name)) return name;
  if (calls.some((call) => RUNS.test(call))) return null;
  // Of the last call nobody else takes what it makes; `self.spawn(self.shutdown())` hands it on.
  const last = calls.at(-1);
  if (last !== undefined && coroutines.includes(last)) return last;
  // Of `self.server.close()` its source does not say whose `close` it is.
  return calls.find((call) => !call.includes('.') && scopesOf(name, call).some(isAsync)) ?? null;
}
