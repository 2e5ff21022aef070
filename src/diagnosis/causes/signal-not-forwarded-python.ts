import type { SignalHandler } from '../../python/model/capture.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import { hasToldChild } from '../children/told-children.ts';
import { processCulprit } from '../culprit.ts';
import { flagAliases } from '../signal/flag-aliases.ts';
import { flagTests } from '../signal/flag-readers.ts';
import { flagsOf, handlersOf, outerCalls, raises, tells } from '../signal/handlers.ts';
import { hasVisiblyReacted } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import type { Cause } from './cause.ts';
import { stopSignal } from './signal-masks.ts';

/** A launcher may be written in Python itself: it has a handler, waits for its child, and does not tell it. */
export const signalNotForwardedPython: Cause = {
  code: 'signal-not-forwarded',
  title: 'a launcher kept the signal for itself',
  stage: 'leaving',
  evidence: 'the main thread waits for a child process, and the handler of the signal sends nothing to it',
  find(situation) {
    const { signal } = situation.evidence;
    const { target, descendants } = situation.last.family;
    const wait = situation.mainThread?.waitsFor;
    if (
      signal === null ||
      signal.sentToPid !== target.pid ||
      wait?.kind !== 'child' ||
      hasVisiblyReacted(situation)
    )
      return [];
    const child = awaitedChild(descendants, wait.childPid);
    const { acting } = handlersOf(situation);
    // Whatever it calls may lead to where the signal is sent, and an event, a pipe or a queue may be one that the child shares.
    if (child === undefined || acting === null || !outerCalls(acting).every(tells)) return [];
    // Joined after the signal, it may have unwound to where it tells its child and waits.
    if (situation.before === null && raises(acting)) return [];
    if (hasToldChild(situation) || looksAtFlag(situation, acting)) return [];
    const { name } = stopSignal(situation);
    return [
      {
        cause: 'signal-not-forwarded',
        certainty: 'likely',
        sentence: `${name} went to the launcher (pid ${target.pid}), whose handler ${acting.function ?? ''} does not pass it on to its child ${child.comm} (pid ${child.pid}); it waits for that child.`,
        fix: `Pass the signal on in the handler (child.send_signal(signal.${name})), or let the service take the launcher's place with os.execv.`,
        culprit: processCulprit(target),
        waitsFor: { kind: 'child', description: `child process ${child.pid} (${child.comm})` },
        evidence: [`the main thread waits for child process ${child.pid}`, 'the handler sends no signal'],
        blocks: [`pid ${child.pid} (${child.comm}), which was not told`],
      },
    ];
  },
};

/** Of a child that has ended, what is waited for is another's affair. */
function awaitedChild(descendants: readonly ProcessFacts[], pid: number | null): ProcessFacts | undefined {
  const found = descendants.find((one) => one.pid === pid);
  if (found !== undefined) return found.state === 'Z' || found.state === 'X' ? undefined : found;
  return pid === null ? descendants.find(({ state }) => state !== 'Z' && state !== 'X') : undefined;
}

/** A loop around the wait tests what the handler sets: a service that runs a command in each of its rounds, and no launcher. */
function looksAtFlag(situation: Situation, handler: SignalHandler): boolean {
  const main = situation.mainThread?.id;
  return flagTests(situation, flagsOf(handler), flagAliases(situation, handler)).some(
    ({ owner, inCondition }) => inCondition && owner.kind === 'thread' && owner.id === main,
  );
}
