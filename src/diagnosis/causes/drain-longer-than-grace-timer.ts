/** The handler has not stopped the program, but put that off: by a timer of the loop's, or a thread that sleeps before it acts. */

import type { SignalHandler } from '../../python/model/capture.ts';
import { sourceFrame } from '../culprit.ts';
import { lastPart } from '../dotted-name.ts';
import { sameStand } from '../shutdown/stands.ts';
import { reachOfHandler } from '../signal/handler-reach.ts';
import type { HandlerTimer } from '../signal/handler-timers.ts';
import { handlerTimers } from '../signal/handler-timers.ts';
import { handlersOf } from '../signal/handlers.ts';
import { anythingCancelled, hasVisiblyReacted } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import type { Construct, Finding } from '../vocabulary.ts';
import type { TimerPoll } from '../waits/timer-polls.ts';
import { polledByTimer, timerPolls } from '../waits/timer-polls.ts';
import { listLabel, placeLabel, secondsLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { drainLongerThanGrace } from './drain-longer-than-grace.ts';
import { handlerLabel } from './signal-handler-failed.ts';
import { handlerCulprit } from './signal-handler-replaced.ts';

/** `loop.call_later(20, loop.stop)`, `threading.Timer(25, server.shutdown)`; or a callback that sets itself anew up to a deadline. */
export const drainLongerThanGraceTimer: Cause = {
  ...drainLongerThanGrace,
  stage: 'handler',
  evidence: 'the handler has set a timer, or started a thread that is one, which is due after the deadline',
  find(situation) {
    const { acting } = handlersOf(situation);
    if (situation.evidence.signal === null || acting === null) return [];
    const [poll] = timerPolls(situation).filter(({ limit }) => limit !== null);
    if (poll !== undefined && !anythingCancelled(situation)) return [polling(situation, acting, poll)];
    const put = putOff(situation, acting) ?? threadOf(situation, acting);
    return put === null ? [] : [finding(situation, acting, put)];
  },
};

interface PutOff {
  secondsLeft: number;
  /** A clause: "the loop calls loop.stop". */
  does: string;
  setBy: HandlerTimer['setBy'];
}

/** Whatever else it does would be seen, and is not: then that failed, and the timer is beside it. */
const TRACED_CALL = /^(cancel|create_task|ensure_future|run_coroutine_threadsafe)$/;

function putOff(situation: Situation, handler: SignalHandler): PutOff | null {
  if (hasVisiblyReacted(situation)) return null;
  if (handler.calls.some((one) => TRACED_CALL.test(lastPart(one)))) return null;
  const timer = handlerTimers(situation).find(
    ({ isRearmed, secondsLeft }) => !isRearmed && isTooLate(situation, secondsLeft),
  );
  if (timer === undefined) return null;
  const { secondsLeft, setBy, callback } = timer;
  return { secondsLeft, setBy, does: `the loop calls ${callback.function}` };
}

function isTooLate({ evidence, since }: Situation, secondsLeft: number): boolean {
  const { graceSeconds } = evidence;
  return graceSeconds !== null && (since.at(-1)?.seconds ?? 0) + secondsLeft > graceSeconds;
}

/** `Timer.run` waits for its event with a limit, and then calls the function (Lib/threading.py). */
function threadOf(situation: Situation, handler: SignalHandler): PutOff | null {
  const { before, last, since, mainThread } = situation;
  if (before === null || anythingCancelled(situation) || situation.phase !== 'draining') return null;
  const earlier = before.threads.find((one) => one.isMain);
  if (mainThread === null || earlier === undefined || !sameStand(earlier, mainThread)) return null;
  const made = last.threads.filter(({ id }) => !before.threads.some((one) => one.id === id));
  const [timer] = made;
  if (timer === undefined || made.length > 1 || timer.waitsFor.kind !== 'event') return null;
  const isTimer = timer.stack.some(({ name, file, function: qualified }) => {
    return name === 'run' && file.endsWith('/threading.py') && /(^|\.)Timer\.run$|^run$/.test(qualified);
  });
  const { timeoutSeconds } = timer.waitsFor;
  const call = reachOfHandler(situation, handler)
    .functions.flatMap(({ calls }) => calls)
    .find(({ callee }) => /(^|\.)Timer$/.test(callee));
  if (!isTimer || timeoutSeconds === null || call === undefined) return null;
  const first = since.find(({ capture }) => capture.threads.some(({ id }) => id === timer.id));
  const goneSeconds = (since.at(-1)?.seconds ?? 0) - (first?.seconds ?? 0);
  const secondsLeft = Math.max(0, timeoutSeconds - goneSeconds);
  if (!isTooLate(situation, secondsLeft)) return null;
  const calls = timer.target === null ? 'acts' : `calls ${timer.target.function}`;
  return {
    secondsLeft,
    does: `thread '${timer.name}', a threading.Timer, ${calls}`,
    setBy: handler.place === null ? null : { file: handler.place.file, line: call.line },
  };
}

function finding(situation: Situation, handler: SignalHandler, put: PutOff): Finding {
  const { secondsLeft, does, setBy } = put;
  const grace = situation.evidence.graceSeconds ?? 30;
  return {
    cause: 'drain-longer-than-grace',
    certainty: 'likely',
    sentence: `${handlerLabel(situation, handler)} has put the stop off${setBy === null ? '' : ` at ${placeLabel(setBy)}`}: ${does} in ${secondsLabel(secondsLeft)}, which is after the grace period.`,
    fix: `Make this delay shorter than the grace period (${grace} s), or raise terminationGracePeriodSeconds above it and the time that the rest takes.`,
    culprit: {
      ...handlerCulprit(situation, handler),
      ...frameAt(situation, handler, setBy),
      construct: timerConstruct(situation, setBy),
    },
    waitsFor: { kind: 'timer', description: `a timer that is due in ${secondsLabel(secondsLeft)}` },
    evidence: [
      'the timer was not there before the signal, and the program goes on as before until it is due',
    ],
    blocks: [],
  };
}

/** A culprit's frame is the handler's, at the line that sets the timer. */
function frameAt(situation: Situation, handler: SignalHandler, setBy: HandlerTimer['setBy']) {
  if (setBy === null || handler.place === null) return {};
  const name = reachOfHandler(situation, handler).functions.find(
    ({ span }) => setBy.line >= span.fromLine && setBy.line <= span.toLine,
  );
  const place = {
    ...handler.place,
    line: setBy.line,
    function: name?.qualifiedName ?? handler.place.function,
  };
  return { frame: sourceFrame(situation, place) };
}

function timerConstruct(situation: Situation, setBy: HandlerTimer['setBy']): Construct | null {
  if (setBy === null) return null;
  const text = situation.sourceLine(setBy.file, setBy.line);
  return text === null ? null : { kind: 'timeout', text, ...setBy };
}

function polling(situation: Situation, handler: SignalHandler, poll: TimerPoll): Finding {
  const { timer, facts, file, limit } = poll;
  const tasks = polledByTimer(situation, poll);
  const grace = situation.evidence.graceSeconds ?? 30;
  const at = placeLabel({ file, line: facts.line });
  const awaited = tasks.map((one) => taskLabel(one));
  return {
    cause: 'drain-longer-than-grace',
    certainty: 'likely',
    sentence: `The shutdown looks in rounds whether it can end: since the signal the loop calls ${facts.qualifiedName} (${at}) again and again, and the limit of its own, \`${limit?.text ?? ''}\` at ${placeLabel({ file, line: limit?.line ?? facts.line })}, has not ended that within the grace period.${awaited.length === 0 ? '' : ` What it looks for is most likely the end of ${listLabel(awaited)}, which nobody has cancelled.`}`,
    fix: `Make that limit shorter than the grace period (${grace} s), or raise terminationGracePeriodSeconds above it; and let the shutdown cancel what it looks for.`,
    culprit: {
      ...handlerCulprit(situation, handler),
      ...frameAt(situation, handler, timer.setBy),
      construct: limit === null ? null : { kind: 'timeout', ...limit },
    },
    waitsFor: { kind: 'timer', description: `the next round of ${facts.qualifiedName}` },
    evidence: [
      `the loop's timer for ${facts.qualifiedName} was not there before the signal, and is set anew after each round`,
    ],
    blocks: [],
  };
}
