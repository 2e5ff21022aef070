/** Whether a suspension gives a value to the caller, which goes on with it, or has the whole chain of awaits wait. */
import type { Suspension } from '../syntax/tree.ts';
import type { Machine } from './state.ts';

/**
 * What such a generator yields goes to the event loop, and not to its caller: `__await__`, and a coroutine that is written as
 * a generator (`types.coroutine`, and up to 3.10 `asyncio.coroutine`). `yield from` waits for another in any of them.
 */
const WRITTEN_AS_GENERATOR = /(^|\.)coroutine$/;

export function handsOut({ kind }: Suspension, { scope }: Machine): boolean {
  if (kind !== 'yield') return false;
  return (
    scope?.name !== '__await__' && scope?.decorators.some((one) => WRITTEN_AS_GENERATOR.test(one)) !== true
  );
}
