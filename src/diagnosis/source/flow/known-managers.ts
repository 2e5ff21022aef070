/** What well-known context managers do with an exception, by the name they are called with. */
import type { Expression } from '../syntax/expression.ts';
import { dottedName, lastName } from '../syntax/expression.ts';
import type { Answer, Naming, Thrown } from './exceptions.ts';
import { catches, catchesInside, caughtNames, resolvedName } from './exceptions.ts';

const RAISE_EXPECTERS = /(^|\.)(suppress|raises|assertRaises|assertRaisesRegex|assertRaisesRegexp)$/;

/**
 * Of Python and of well-known libraries, and names that speak for themselves: none of them eats an exception from
 * outside (asyncio.timeout and async_timeout eat only the cancellation that they asked for themselves).
 */
const PASSING =
  /(lock|mutex|semaphore|sem|condition|cond|session|client|conn|connection|cursor|pool|transaction|timeout|timeout_at|fail_after|move_on_after|move_on_at|cancelscope|taskgroup|task_group|create_task_group|nursery|open_nursery|open|open_file|file|stream|socket|sock|server|acquire|begin|connect|create_pool|get|post|put|patch|delete|request|ws_connect|limiter|limit|throttle|closing|aclosing|nullcontext|redirect_stdout|redirect_stderr|temporarydirectory|namedtemporaryfile|threadpoolexecutor|processpoolexecutor|executor|span|start_as_current_span|start_span|timer|time|tracer|catch_warnings|localcontext|atomic|lifespan|subscribe|pubsub|pipeline|channel|insecure_channel|secure_channel|producer|consumer|runner|barrier)$/i;

/** What is told by its arguments: of those that are made to end an exception. */
export function expectedSwallows(value: Expression, thrown: Thrown, naming: Naming): Answer {
  const resolved = value.kind === 'call' ? calleeOf(value, naming) : '';
  if (value.kind !== 'call' || !RAISE_EXPECTERS.test(resolved)) return 'maybe';
  const names = value.positional.flatMap((one) => caughtNames(one, naming));
  if (names.length === 0) return 'no';
  // contextlib.py, suppress.__exit__: from 3.12 on it looks into groups.
  return (naming.minor >= 12 ? catchesInside : catches)(thrown, names, naming);
}

/** A name is a word, and no more: it counts only where the code that it stands for cannot be had. */
export function namedSwallows(value: Expression, naming: Naming): Answer {
  const name = value.kind === 'call' ? calleeOf(value, naming) : (lastName(value) ?? '');
  return PASSING.test(name) ? 'no' : 'maybe';
}

function calleeOf(value: Expression & { kind: 'call' }, naming: Naming): string {
  const written = dottedName(value.callee);
  return written === null ? (lastName(value.callee) ?? '') : resolvedName(written, naming);
}
