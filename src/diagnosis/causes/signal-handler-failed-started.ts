/** The handler did its part and started a coroutine; that has ended before it stopped anything. */

import type { FailedTask, SignalHandler } from '../../python/model/capture.ts';
import { findSwallower } from '../cancellation/swallow-search.ts';
import { lastPart } from '../dotted-name.ts';
import { mainTasks } from '../shutdown/main-task.ts';
import { endingLines, firstAhead, shutdownTasks } from '../shutdown/shutdown-tasks.ts';
import { flagReaders } from '../signal/flag-readers.ts';
import { attributesStored } from '../signal/flags-by-coroutine.ts';
import { reachOfHandler, startsTasks } from '../signal/handler-reach.ts';
import { handlersOf } from '../signal/handlers.ts';
import { anythingCancelled, hasVisiblyReacted, isStartedByHandler } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import type { FunctionFacts } from '../source/surroundings.ts';
import { isUnread } from '../threads/schedulers.ts';
import type { Finding } from '../vocabulary.ts';
import { awaitedName } from '../waits/promises.ts';
import { placeLabel, secondsLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { handlerLabel, mayHaveBegunAgain, signalHandlerFailed } from './signal-handler-failed.ts';
import { handlerCulprit } from './signal-handler-replaced.ts';

/** What ends a task is logged once nobody refers to it any more (asyncio/futures.py, `__del__`), and the loop goes on. */
export const signalHandlerFailedStarted: Cause = {
  ...signalHandlerFailed,
  evidence:
    'the handler starts a coroutine, and its task was ended by an exception, or is gone without the effect that it should have had',
  find(situation) {
    const { acting } = handlersOf(situation);
    if (acting === null || !mayHaveStarted(situation, acting)) return [];
    const failed = failedTask(situation, acting);
    if (failed !== null) return [findingOfFailed(situation, acting, failed)];
    for (const coroutine of reachOfHandler(situation, acting).coroutines) {
      const line = lineWithoutEffect(situation, acting, coroutine);
      if (line !== null) return [findingOfGone(situation, acting, coroutine, line)];
    }
    return [];
  },
};

/** And nothing of it is there any more. */
function mayHaveStarted(situation: Situation, handler: SignalHandler): boolean {
  const { evidence, last, phase } = situation;
  if (evidence.signal?.sentToPid !== last.family.target.pid || phase !== 'draining') return false;
  if (handler.place?.origin !== 'user' || isUnread(situation) || !startsTasks(situation, handler))
    return false;
  return (
    shutdownTasks(situation).length === 0 && !last.tasks.some((one) => isStartedByHandler(situation, one))
  );
}

/** One that failed before it came to stop the others, or while nobody was stopped. */
function failedTask(situation: Situation, handler: SignalHandler): FailedTask | null {
  const { last, before } = situation;
  const { names } = reachOfHandler(situation, handler);
  const isEarlier = ({ id }: FailedTask) => before?.failedTasks?.some((one) => one.id === id) === true;
  const found = (last.failedTasks ?? []).filter(
    (one) => names.has(lastPart(one.coroutine)) && !isEarlier(one),
  );
  // It may have failed for want of that one's end.
  if (last.tasks.some(({ id }) => situation.cancellation.get(id) === 'swallowed')) return null;
  return (
    found.find((one) => !hasVisiblyReacted(situation) || firstAhead(situation, one.traceback) !== null) ??
    null
  );
}

function findingOfFailed(situation: Situation, handler: SignalHandler, failed: FailedTask): Finding {
  const raised = failed.traceback.findLast((one) => one.origin === 'user') ?? failed.traceback.at(-1) ?? null;
  const ahead = firstAhead(situation, failed.traceback);
  const at = raised === null ? '' : ` at ${placeLabel(raised)}`;
  const next = ahead === null ? '' : `, before it came to ${codeLabel(situation, ahead)}`;
  const isSure = situation.before !== null && ahead !== null && !hasVisiblyReacted(situation);
  return finding(situation, handler, {
    certainty: isSure ? 'certain' : 'likely',
    sentence: `${handlerLabel(situation, handler)} started the coroutine ${failed.coroutine}, and that was ended by ${failed.exceptionType}${at}${next}: what it should have stopped goes on.`,
    fix: 'Let the coroutine do the cancelling in a `finally`, whatever fails before it. An exception in a task is only logged, as "Task exception was never retrieved", and that not as long as somebody keeps the task: add a done-callback that logs it.',
    evidence: [
      `task '${failed.name}' of that coroutine is done, and has ${failed.exceptionType} for a result`,
    ],
  });
}

/** The line of its code that would have had an effect, and has had none; null where it may have. */
function lineWithoutEffect(
  situation: Situation,
  handler: SignalHandler,
  coroutine: FunctionFacts,
): number | null {
  const file = handler.place?.file ?? '';
  const set = coroutine.calls.find(({ callee }) => isUnset(situation, callee));
  if (set !== undefined) return set.line;
  if (hasVisiblyReacted(situation) || anythingCancelled(situation) || mayHaveCancelled(situation))
    return null;
  // A flag of its own leaves no trace, and whoever should look at it is to blame.
  if (flagReaders(situation, attributesStored(situation, file, coroutine)).length > 0) return null;
  const lines = endingLines(situation, file, coroutine, ['cancel']);
  return lines.find((line) => !TIMER.test(situation.sourceLine(file, line) ?? '')) ?? null;
}

/** To cancel a timer of the loop leaves no trace either. */
const TIMER = /(timer|timeout|handle)\w*\.cancel\(/i;
/** The main task waits for an event of that name, which is not set. */
function isUnset(situation: Situation, callee: string): boolean {
  const [method, object] = callee.split('.').reverse();
  if (method !== 'set' || object === undefined) return false;
  return mainTasks(situation).some((task) => {
    const on = task.wait?.on;
    const event = on?.kind === 'primitive' ? situation.primitives.get(on.primitiveId) : undefined;
    return event?.engaged === false && awaitedName(situation, task)?.object === object;
  });
}

/** Up to 3.10 no counter tells: whoever can swallow what it was told may have. And a loop may have begun anew. */
function mayHaveCancelled(situation: Situation): boolean {
  const { last, before } = situation;
  if (before === null && mayHaveBegunAgain(situation)) return true;
  return last.tasks.some(
    (one) => one.cancelRequests === null && findSwallower(situation, one)?.certain === true,
  );
}

function findingOfGone(
  situation: Situation,
  handler: SignalHandler,
  coroutine: FunctionFacts,
  line: number,
): Finding {
  const seen = situation.since.find(({ capture }) =>
    capture.tasks.some((one) => lastPart(one.coroutine) === coroutine.name),
  );
  const code = codeLabel(situation, { file: handler.place?.file ?? '', line });
  const isGone =
    seen === undefined
      ? 'no task of it is there'
      : `its task, which was there ${secondsLabel(seen.seconds)} after the signal, is gone`;
  return finding(situation, handler, {
    certainty: 'likely',
    sentence: `${handlerLabel(situation, handler)} starts the coroutine ${coroutine.qualifiedName}; ${isGone}, and ${code} is not seen to have had any effect: most likely an exception ended it before${isKept(handler) ? '' : ', or, if nobody keeps it, the task was garbage collected'}.`,
    fix: `Look in the log for "Task exception was never retrieved"${isKept(handler) ? ' (written only once nobody keeps the task)' : ' or "Task was destroyed but it is pending", keep a reference to the task'}, and let the coroutine do the cancelling in a \`finally\`, whatever fails before it.`,
    evidence: [`at the last look there is no task of ${coroutine.qualifiedName}`],
  });
}

/** What it makes goes into an attribute, a list, or to some other function. */
function isKept({ stores, calls }: SignalHandler): boolean {
  return stores.length > 0 || calls.some((one) => /(^|\.)(append|add|setattr)$/.test(one));
}

interface Words {
  certainty: Finding['certainty'];
  sentence: string;
  fix: string;
  evidence: string[];
}

function finding(
  situation: Situation,
  handler: SignalHandler,
  { certainty, sentence, fix, evidence }: Words,
): Finding {
  return {
    cause: 'signal-handler-failed',
    certainty,
    sentence,
    fix,
    culprit: handlerCulprit(situation, handler),
    waitsFor: null,
    evidence: [`the handler calls ${handler.calls.slice(0, 6).join(', ') || 'nothing known'}`, ...evidence],
    blocks: [],
  };
}

function codeLabel(situation: Situation, place: { file: string; line: number }): string {
  const text = situation.sourceLine(place.file, place.line)?.trim();
  return text === undefined ? placeLabel(place) : `\`${text}\` (${placeLabel(place)})`;
}
