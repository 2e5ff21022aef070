/** The interpreter's own signal handlers, for signals that have one: what `signal.signal` has put there last. */
import type { SignalHandler } from '../../model/capture.ts';
import type { Pass } from '../../pass.ts';
import type { Session } from '../session.ts';
import type { HandlerFacts } from './describe-handler.ts';
import { describeHandler } from './describe-handler.ts';
import type { Unhandled } from './interpreter-table.ts';
import {
  findHandlerTable,
  handlerIn,
  hasWakeUp,
  isTripped,
  SIGNALS,
  unhandled,
} from './interpreter-table.ts';

/** glibc keeps these two for itself: nobody can handle them. */
const RESERVED: ReadonlySet<number> = new Set([32, 33]);

/** `handler(signum, frame)`: Modules/signalmodule.c. */
const ARGUMENTS = 2;

const NOTHING: HandlerFacts = {
  function: null,
  place: null,
  stores: [],
  calls: [],
  callees: [],
  mentions: [],
  coroutines: [],
  boundTo: null,
  flags: [],
  mostArguments: null,
  leastArguments: null,
};

/** null when the table was not found. */
export function readSignalHandlers(session: Pass): SignalHandler[] | null {
  const marks = unhandled(session);
  const table = marks === null ? 0 : findHandlerTable(session, marks);
  if (marks === null || table === 0) return null;
  const handlers: SignalHandler[] = [];
  const wakesUp = hasWakeUp(session, table);
  for (let signal = 1; signal < SIGNALS; signal += 1) {
    const handler = handlerIn(session, table, signal);
    const owner = ownerOf(session, marks, handler);
    if (owner === 'default' || RESERVED.has(signal)) continue;
    const facts = owner === 'python' ? describeHandler(session, handler) : NOTHING;
    // What stands in for a loop's handlers under uvloop is no Python code.
    const isCompiled = facts.place === null && facts.function?.endsWith('sighandler') === true;
    handlers.push({
      signal,
      registeredBy: isCompiled ? 'c' : owner,
      ...facts,
      calledWith: ARGUMENTS,
      loopId: null,
      tripped: isTripped(session, table, signal),
      wakesUp,
    });
  }
  return handlers;
}

/** None: there was a handler before Python started, which Python knows nothing of. */
function ownerOf(
  { objects }: Session,
  { byDefault, ignored }: Unhandled,
  handler: number,
): SignalHandler['registeredBy'] {
  if (handler === byDefault) return 'default';
  if (handler === ignored) return 'ignore';
  return objects.isNone(handler) ? 'c' : 'python';
}
