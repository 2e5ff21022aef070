/**
 * Timers of the loop that the signal's handler, or what it calls, has set: a stop that is put off, or a callback that sets
 * itself anew until it finds what it looks for.
 */

import type { LoopCallback, SignalHandler } from '../../python/model/capture.ts';
import { lastPart } from '../dotted-name.ts';
import { isSameTimer } from '../drains/progress.ts';
import { once } from '../once.ts';
import type { Situation } from '../situation.ts';
import type { CallFacts } from '../source/surroundings.ts';
import { reachOfHandler } from './handler-reach.ts';
import { handlersOf } from './handlers.ts';

export interface HandlerTimer {
  /** As at the last look that met it. */
  callback: LoopCallback;
  /** At the last look. */
  secondsLeft: number;
  /** Whoever is called sets it again. */
  isRearmed: boolean;
  /** The call by which it is set; null where the source does not show it. */
  setBy: { file: string; line: number } | null;
}

/** asyncio, Tornado and Twisted. */
const SETS_TIMER = /(^|\.)(call_later|call_at|add_timeout|callLater)$/;

export const handlerTimers = once((situation): HandlerTimer[] => {
  const { acting } = handlersOf(situation);
  const { signal } = situation.evidence;
  if (acting === null || signal?.sentToPid !== situation.last.family.target.pid) return [];
  const settings = settingCalls(situation, acting);
  if (settings.calls.length === 0 && settings.names.size === 0) return [];
  const timers = situation.last.loops.flatMap((loop) => loop.timers);
  const own = timers.filter(
    (one) => isNew(situation, one) && isSetBy(situation, acting, { one, names: settings.names }),
  );
  return own.map((callback) => timerOf(situation, acting, callback, settings.calls));
});

/** The calls that set timers in what the handler reaches, and the last parts of what these are given to call. */
function settingCalls(situation: Situation, handler: SignalHandler) {
  const { functions } = reachOfHandler(situation, handler);
  const calls = functions.flatMap((one) => one.calls.filter(({ callee }) => SETS_TIMER.test(callee)));
  const names = calls.flatMap(({ argumentNames }) => argumentNames.map(lastPart));
  // Without its source, what the handler mentions may be what it hands on.
  if (functions.length === 0 && handler.calls.some((one) => SETS_TIMER.test(one)))
    names.push(...handler.mentions.map(lastPart));
  return { calls, names: new Set(names) };
}

/** No such callback was timed before the signal. */
function isNew({ before }: Situation, { function: name, place }: LoopCallback): boolean {
  return !(before?.loops ?? []).some((loop) =>
    loop.timers.some((one) => one.function === name && one.place?.codeId === place?.codeId),
  );
}

function isSetBy(
  situation: Situation,
  handler: SignalHandler,
  { one, names }: { one: LoopCallback; names: ReadonlySet<string> },
): boolean {
  if (names.has(lastPart(one.function))) return true;
  // A lambda, or a function within: it is called by where it was made.
  const { functions } = reachOfHandler(situation, handler);
  const makers = [handler.function ?? '', ...functions.map(({ qualifiedName }) => qualifiedName)];
  return (
    one.place?.file === handler.place?.file &&
    makers.some((maker) => maker !== '' && one.function.startsWith(`${maker}.<locals>.`))
  );
}

function timerOf(
  situation: Situation,
  handler: SignalHandler,
  callback: LoopCallback,
  calls: readonly CallFacts[],
): HandlerTimer {
  const name = lastPart(callback.function);
  const call = calls.find((one) => one.argumentNames.map(lastPart).includes(name)) ?? calls[0];
  const file = handler.place?.file;
  return {
    callback,
    secondsLeft: callback.secondsLeft ?? 0,
    isRearmed: setsItself(situation, handler, callback) || isAnother(situation, callback),
    setBy: call === undefined || file === undefined ? null : { file, line: call.line },
  };
}

/** Its code says so: it may come round too seldom for two looks to see it. */
function setsItself(situation: Situation, handler: SignalHandler, callback: LoopCallback): boolean {
  const facts = reachOfHandler(situation, handler).functions.find(
    ({ qualifiedName }) => qualifiedName === callback.function,
  );
  return (facts?.calls ?? []).some(
    ({ callee, argumentNames }) =>
      SETS_TIMER.test(callee) && argumentNames.map(lastPart).includes(lastPart(callback.function)),
  );
}

/** Two looks met two timers with that callback. */
function isAnother({ since }: Situation, { function: name, place }: LoopCallback): boolean {
  const sights = since.flatMap(({ seconds, capture }) =>
    capture.loops
      .flatMap(({ timers }) => timers)
      .filter((one) => one.function === name && one.place?.codeId === place?.codeId)
      .map((one) => ({ dueAt: seconds + (one.secondsLeft ?? 0), lateSeconds: capture.durationMs / 1_000 })),
  );
  const [first, ...later] = sights;
  return later.some(
    (one) => first !== undefined && !isSameTimer(first.dueAt, one.dueAt, first.lateSeconds + one.lateSeconds),
  );
}
