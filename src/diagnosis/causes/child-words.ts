/** What is said of a child that does not end: how it stands to the signal, and what to change. */
import type { Capture, SignalHandler } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import { isAtCopiedLock } from '../children/copied-lock.ts';
import { ownHandlerOfChild } from '../children/own-handler-of-child.ts';
import { isTold } from '../children/told-children.ts';
import type { Situation } from '../situation.ts';
import { placeLabel, secondsLabel } from '../words.ts';
import { has, stopSignal } from './signal-masks.ts';

/** A clause: "is still running and ignores SIGTERM". */
export function childStandLabel(situation: Situation, child: ProcessFacts): string {
  const { number, name } = stopSignal(situation);
  if (isStopped(child))
    return `is stopped (state T) until somebody sends it SIGCONT${isPending(child, number) ? `, with ${name} pending` : ''}`;
  if (has(child.signals.ignored, number))
    return isTold(situation) ? `is still running and ignores ${name}` : 'is still running';
  if (inheritedHandler(situation, child) !== null)
    return `is still running, with its parent's handler of ${name}`;
  if (isDeafInit(child, number))
    return `is PID 1 of a process namespace and has no handler for ${name}, so that the kernel drops the signal`;
  const handler = ownHandlerOfChild(situation.evidence, child.pid);
  return handler === null ? 'is still running' : handlerStand(handler, name);
}

function handlerStand({ function: own, place }: SignalHandler, signal: string): string {
  const at = place === null ? '' : ` (${placeLabel(place)})`;
  return `has a handler of its own for ${signal}, ${own ?? 'a function'}${at}, that neither ends it nor tells anything in it to end`;
}

export function childMaskEvidence(situation: Situation, child: ProcessFacts): string {
  const { number, name } = stopSignal(situation);
  if (isPending(child, number)) return `${name} is pending, and it has not taken it`;
  if (has(child.signals.ignored, number))
    return `it ignores ${name}${isTold(situation) ? ': terminate() does nothing to it' : ', which nobody is seen to send it'}`;
  const inherited = inheritedHandler(situation, child);
  if (inherited !== null) return `its handler for ${name} is its parent's, copied by the fork: ${inherited}`;
  if (has(child.signals.caught, number)) return `it has a handler for ${name}`;
  if (isDeafInit(child, number))
    return `its NSpid ends in 1, and ${name} is in none of its SigCgt, SigIgn and SigBlk, and not pending`;
  return `it has no handler for ${name}: it was probably never sent one`;
}

function tellFirst(situation: Situation): string {
  return isTold(situation) ? '' : 'Tell the child to stop (terminate()). ';
}

const THEN_KILL = 'Wait for it with a limit, then kill() it.';

interface ChildWaiter {
  /** The place, in code that is not the service's, at which the wait is written; null for the service's own. */
  innermost: CodePlace | null;
  /** `process.wait(timeout=…)`; absent for none. */
  limitSeconds?: number;
}

/** `own`: where the child itself stands, if that was seen. */
export function childFix(
  situation: Situation,
  child: ProcessFacts,
  { innermost: waiter, limitSeconds }: ChildWaiter,
  own: CodePlace | null,
): string {
  const thenKill =
    limitSeconds === undefined
      ? THEN_KILL
      : `Make the limit of the wait (${secondsLabel(limitSeconds)}) shorter than the grace period, and kill() the child then.`;
  const { number, name } = stopSignal(situation);
  if (isStopped(child))
    return 'Wake it (SIGCONT) before it is waited for, or kill() it: SIGKILL ends a process that is stopped too.';
  const isDeaf = isPending(child, number) || has(child.signals.ignored, number);
  const isPython = situation.last.pythonRelatives.some(({ pid }) => pid === child.pid);
  if (isDeaf && !isPython) return `terminate() does not end it. ${thenKill}`;
  if (isDeaf && own !== null && !isPending(child, number) && !isTold(situation))
    return `See to it that what it waits for at ${placeLabel(own)} comes, or that it looks for the end there: a sentinel for each worker, an event that is set, every other copy of its input closed; a lock of a process that was killed, or that was copied by a fork, is never free again. ${thenKill}`;
  if (isDeaf)
    return `Let the child take ${name}: it ignores or blocks it, by itself or as it was started. ${thenKill}`;
  if (isDeafInit(child, number))
    return `Install a handler for ${name} in it (signal.signal, or loop.add_signal_handler), or start it below an init in its namespace (tini). ${thenKill}`;
  if (isAtCopiedLock(situation, child))
    return `Start children by "spawn" or "forkserver", or before any other thread: a lock that another thread held at the fork is never free in the child. ${thenKill}`;
  const inherited = inheritedHandler(situation, child);
  if (inherited !== null) {
    const wakeUp =
      inherited === WAKES_LOOP
        ? ' and signal.set_wakeup_fd(-1), or else the signal wakes the loop of its parent,'
        : '';
    return `${tellFirst(situation)}Give the child a way to end of its own: a forked process goes on with its parent's handler, which stops nothing in it. Call signal.signal(signal.${name}, signal.SIG_DFL)${wakeUp} first thing in the child, or start it by "spawn". ${thenKill}`;
  }
  if (ownHandlerOfChild(situation.evidence, child.pid) !== null)
    return `${tellFirst(situation)}Let its own handler of ${name} end it: \`raise SystemExit\`, or set what its loop looks at. ${thenKill}`;
  if (waiter?.origin === 'library')
    return `${waiter.package ?? 'The library'} waits for the child's work on purpose: give that work a time limit which is shorter than the grace period, or raise terminationGracePeriodSeconds; a child that may be given up has to be ended with kill().`;
  if (!has(child.signals.caught, number)) return `Pass the signal on to the child (terminate()). ${thenKill}`;
  return `${tellFirst(situation)}Let its own handler of ${name} end it, and bound what it waits for. ${thenKill}`;
}

/** It takes no signal but SIGKILL and SIGCONT (SIGSTOP, SIGTSTP: signal(7)). */
function isStopped({ state }: ProcessFacts): boolean {
  return state === 'T';
}

/** Without a handler the kernel discards what is sent to PID 1 of a namespace, SIGKILL from outside apart (pid_namespaces(7)). */
function isDeafInit(child: ProcessFacts, number: number): boolean {
  const { caught, ignored, blocked } = child.signals;
  if (!child.isInit || isPending(child, number)) return false;
  return ![caught, ignored, blocked].some((mask) => has(mask, number));
}

function isPending({ signals, threads }: ProcessFacts, number: number): boolean {
  return has(signals.pendingProcess, number) || threads.some((one) => has(one.signals.pendingThread, number));
}

/** What both have in the interpreter's table, where the child was looked at; null when they differ, or have none. */
function inheritedHandler(situation: Situation, { pid, parentPid, signals }: ProcessFacts): string | null {
  const { number } = stopSignal(situation);
  const { evidence, last, before } = situation;
  const look = evidence.children?.find((one) => one.pid === pid)?.captures.at(-1)?.capture;
  if (look === undefined || parentPid !== last.family.target.pid || !has(signals.caught, number)) return null;
  const own = handlerIn(look, number);
  // On its way out the parent has put its own back.
  const parents = [last, ...(before === null ? [] : [before])].map((one) => handlerIn(one, number));
  if (own?.place == null || !parents.some((one) => isSame(own, one))) return null;
  return own.function?.endsWith('_sighandler_noop') === true
    ? WAKES_LOOP
    : `${own.function ?? 'a function'} at ${placeLabel(own.place)}`;
}

const WAKES_LOOP = "asyncio's, which wakes a loop that does not run there";

function handlerIn({ signalHandlers }: Capture, number: number): SignalHandler | null {
  return signalHandlers.find((one) => one.signal === number && one.registeredBy === 'python') ?? null;
}

/** The copy lies at the same address. */
function isSame(one: SignalHandler, other: SignalHandler | null): boolean {
  return other?.place?.codeId === one.place?.codeId && other?.boundTo === one.boundTo;
}
