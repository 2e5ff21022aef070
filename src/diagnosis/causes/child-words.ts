/** What is said of a child that does not end, and what would end it. */
import type { CodePlace } from '../../python/model/frame.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import { withoutParents } from '../forked.ts';
import type { Situation } from '../situation.ts';
import { has, stopSignal } from './signal-masks.ts';

/** A clause. A stopped process (SIGSTOP, SIGTSTP) takes no signal but SIGKILL and SIGCONT (signal(7)). */
export function childStandLabel(situation: Situation, child: ProcessFacts): string {
  const { number, name } = stopSignal(situation);
  if (child.state === 'T')
    return `is stopped (state T) until somebody sends it SIGCONT${isPending(child, number) ? `, with ${name} pending` : ''}`;
  return `is still running${has(child.signals.ignored, number) ? ` and ignores ${name}` : ''}`;
}

export function maskEvidence(situation: Situation, child: ProcessFacts): string {
  const { number, name } = stopSignal(situation);
  if (isPending(child, number)) return `${name} is pending, and it has not taken it`;
  if (has(child.signals.ignored, number)) return `it ignores ${name}: terminate() does nothing to it`;
  if (hasInheritedHandler(situation, child))
    return `its handler for ${name} came with the fork, and was made for the parent: terminate() does not end it`;
  if (has(child.signals.caught, number)) return `it has a handler for ${name}`;
  return `it has no handler for ${name}: it was probably never sent one`;
}

/** `waiter`: the place, in code that is not the service's, at which the wait is written; null for the service's own. */
export function childFix(situation: Situation, child: ProcessFacts, waiter: CodePlace | null): string {
  const { number, name } = stopSignal(situation);
  if (child.state === 'T')
    return 'Wake it (SIGCONT) before it is waited for, or kill() it: SIGKILL ends a process that is stopped too.';
  const isDeaf = has(child.signals.ignored, number) || hasInheritedHandler(situation, child);
  const isPython = situation.last.pythonRelatives.some(({ pid }) => pid === child.pid);
  if (isDeaf && !isPython) return 'terminate() does not end it: wait for it with a limit, then kill() it.';
  if (isDeaf)
    return `Put the default back in the child, at its start (\`signal.signal(signal.${name}, signal.SIG_DFL)\`), so that terminate() ends it; wait for it with a limit, then kill() it.`;
  if (waiter !== null && waiter.origin === 'library')
    return `${waiter.package ?? 'The library'} waits for the child's work on purpose: give that work a time limit which is shorter than the grace period, or raise terminationGracePeriodSeconds; a child that may be given up has to be ended with kill().`;
  return 'Pass the signal on to the child (terminate()), wait with a limit, then kill() it.';
}

function isPending({ signals, threads }: ProcessFacts, number: number): boolean {
  return has(signals.pendingProcess, number) || threads.some((one) => has(one.signals.pendingThread, number));
}

/**
 * A forked child goes on with its parent's handlers, C's and Python's (fork(2)). asyncio's own only writes to the loop of the
 * parent, which does not run in the child (asyncio/unix_events.py, `_sighandler_noop`, `add_signal_handler`).
 */
function hasInheritedHandler({ evidence, before }: Situation, { pid, signals }: ProcessFacts): boolean {
  const number = evidence.signal?.number;
  const looked = evidence.children?.find((one) => one.pid === pid)?.captures.at(-1)?.capture;
  if (number === undefined || looked === undefined || !has(signals.caught, number)) return false;
  const own = withoutParents(looked);
  const handler = own.signalHandlers.find((one) => one.signal === number && one.registeredBy === 'python');
  if (handler === undefined) return false;
  const isLoops = handler.function?.endsWith('_sighandler_noop') === true;
  if (isLoops) return !own.loops.some(({ threadId, state }) => threadId !== null && state !== 'closed');
  const parents = [before ?? evidence.captures[0]?.capture].flatMap((one) => one?.signalHandlers ?? []);
  return parents.some(
    (one) =>
      one.signal === number &&
      one.place !== null &&
      one.place.codeId === handler.place?.codeId &&
      one.function === handler.function &&
      own !== looked,
  );
}
