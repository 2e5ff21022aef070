/** Who handles the stop signal, as far as Python's own tables tell. */
import type { SignalHandler } from '../../python/model/capture.ts';
import { SIGTERM } from '../causes/signal-masks.ts';
import type { Situation } from '../situation.ts';

export interface Handlers {
  /** loop.add_signal_handler's callback, for the loops that run. */
  asyncio: SignalHandler | null;
  /** The interpreter's table: what signal.signal put there last; null when it is asyncio's own or none. */
  python: SignalHandler | null;
  /** The one that really acts: asyncio's callback when there is one (its wake-up works whoever is in the table), else the table's. */
  acting: SignalHandler | null;
}

export function handlersOf(situation: Pick<Situation, 'before' | 'last' | 'evidence'>): Handlers {
  const number = situation.evidence.signal?.number ?? SIGTERM;
  const capture = situation.before ?? situation.last;
  const table =
    capture.signalHandlers.find((one) => one.signal === number && one.registeredBy === 'python') ?? null;
  const asyncio =
    capture.loops
      .filter((loop) => loop.state !== 'closed')
      .flatMap((loop) => loop.signalHandlers)
      .find((one) => one.signal === number) ?? null;
  const python = table?.function?.endsWith('_sighandler_noop') ? null : table;
  return { asyncio, python, acting: asyncio ?? python };
}

/** `signal.default_int_handler`, a function of C: raises KeyboardInterrupt in the main thread. */
export function raisesInterrupt(name: string): boolean {
  return /(^|\.)default_int_handler$/.test(name);
}

/** Calls by which a handler would stop a program (a flag that somebody reads is another cause's affair); one that makes none of them is somebody else's. */
const STOPPING_CALL =
  /(^|\.)(setattr|cancel|stop|shutdown|close|exit|_exit|quit|set|set_result|call_soon_threadsafe|create_task|ensure_future|kill|killpg|send_signal|raise_signal|put|put_nowait|notify|notify_all|release|terminate|abort|Thread|run_coroutine_threadsafe|add_callback_from_signal|add_callback|callFromThread|callLater|run_sync_soon|start_soon|spawn|spawn_later|spawn_after)$/;

/** What it calls of others: of a function of the service's own, the names in it say what it does, and not its own. */
export function outerCalls({ calls, callees }: SignalHandler): string[] {
  return callees.length === 0 ? calls : calls.filter((one) => !callees.includes(one));
}

export function stopsProgram(handler: SignalHandler): boolean {
  return (
    raisesInterrupt(handler.function ?? '') ||
    outerCalls(handler).some((one) => STOPPING_CALL.test(one)) ||
    startsThread(handler)
  );
}

/** Up to 3.10 the bytecode does not say of a name that is called with keywords that it is called. */
export function startsThread({ calls, mentions }: SignalHandler): boolean {
  const isThread = (one: string) => /(^|\.)(Thread|Timer)$/.test(one);
  return calls.some(isThread) || (mentions.some(isThread) && calls.some((one) => /(^|\.)start$/.test(one)));
}

/** Calls of a handler that only tells: they stop nothing, wherever they lead. */
const TELLING_CALL =
  /(^|\.)(print|debug|info|warning|warn|error|exception|critical|log|getLogger|write|flush|format|join|str|repr|Signals|strsignal|time|monotonic|now|isoformat|dump_traceback|print_stack|print_exc|format_stack|extract_stack|_current_frames)$/;

/** A call that only tells somebody: it stops nothing. */
export function tells(call: string): boolean {
  return TELLING_CALL.test(call);
}

/** It calls nothing but what tells, and stores nothing: no task could act on it, read or not. */
export function onlyTells(handler: SignalHandler): boolean {
  const { place, stores, calls } = handler;
  return place !== null && stores.length === 0 && calls.length > 0 && outerCalls(handler).every(tells);
}

/** It stores, and sets events, and calls nothing else: it cannot fail on the way. */
export function onlySets(handler: SignalHandler): boolean {
  return outerCalls(handler).every((one) => /\.set$/.test(one));
}

/** It raises in the main thread, which then unwinds: `sys.exit()`, `raise SystemExit`, `signal.default_int_handler`. */
export function raises({ function: name, mentions, calls }: SignalHandler): boolean {
  return (
    raisesInterrupt(name ?? '') ||
    [...calls, ...mentions].some((one) => /(^|\.)(exit|SystemExit|KeyboardInterrupt)$/.test(one))
  );
}

const TRACELESS_CALL =
  /^setattr$|(^|\.)(exit|_exit|quit|kill|killpg|Thread)$|\.(set|set_result|call_soon_threadsafe|put|put_nowait|notify|notify_all|release|stop|shutdown|close|send_signal|terminate|abort)$/;

/** Whatever it does to stop the program would be seen: a cancel request, a task that it made. A flag or an event leaves no trace. */
export function leavesTraces(handler: SignalHandler): boolean {
  return (
    stopsProgram(handler) &&
    !startsThread(handler) &&
    handler.stores.length === 0 &&
    !outerCalls(handler).some((one) => TRACELESS_CALL.test(one))
  );
}

/** Names that the handler stores, and objects on which it calls set(), to which it adds a word, or of which it takes one. */
export function flagsOf(handler: SignalHandler): string[] {
  const set = handler.calls
    .filter((one) => /\.(set|append|appendleft|add)$/.test(one))
    .map((one) => one.split('.').at(-2) ?? '');
  const changed = handler.flags.filter(({ kind }) => kind !== 'object').map(({ name }) => name);
  return [...new Set([...handler.stores, ...set, ...changed])]
    .filter((one) => one !== '')
    .map((one) => one.slice(one.lastIndexOf('.') + 1));
}

/** Objects whose methods it calls, other than to stop them, or to tell of the signal: whoever looks at one may be told by that. */
export function objectsOf({ flags, calls }: SignalHandler): string[] {
  const ends = (call: string) => STOPPING_CALL.test(call) && !/\.(put|put_nowait)$/.test(call);
  const acts = calls.filter((one) => !(tells(one) || ends(one))).map((one) => one.split('.').at(-2));
  return flags.filter(({ kind, name }) => kind === 'object' && acts.includes(name)).map(({ name }) => name);
}

/** The handler is the `set` of an event that, before the signal, nobody waited for: who looks at it only polls it. */
export function setsUnawaited({ before }: Pick<Situation, 'before'>, handler: SignalHandler): boolean {
  if (before === null || handler.function !== 'Event.set' || handler.place?.origin !== 'python') return false;
  return !before.primitives.some(({ id, waiters }) => id === handler.boundTo && waiters.length > 0);
}
