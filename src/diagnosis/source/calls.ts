/** Finds calls by the last names of what is called. */
import type { CallFacts, FunctionFacts } from './surroundings.ts';

/** Calls of a function whose callee is one of the names or ends with it: `shield` finds `asyncio.shield(job)`. */
export function findCalls(facts: FunctionFacts, calleeSuffixes: readonly string[]): CallFacts[] {
  return facts.calls.filter((call) => isCallOf(call, calleeSuffixes));
}

function isCallOf(call: CallFacts, calleeSuffixes: readonly string[]): boolean {
  return calleeSuffixes.some((suffix) => call.callee === suffix || call.callee.endsWith(`.${suffix}`));
}

/** `gather(..., return_exceptions=True)`: a cancelled child becomes a result. */
export function keepsExceptions(call: CallFacts): boolean {
  return (
    isCallOf(call, ['gather']) &&
    call.keywords.some(({ name, value }) => name === 'return_exceptions' && value !== 'False')
  );
}
