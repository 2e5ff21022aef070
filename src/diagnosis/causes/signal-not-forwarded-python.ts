import { hasToldChild } from '../children/told-children.ts';
import { processCulprit } from '../culprit.ts';
import { handlersOf, outerCalls, raises, tells } from '../signal/handlers.ts';
import { hasVisiblyReacted } from '../signal/reaction.ts';
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
    const child = descendants.find((one) => one.pid === wait.childPid) ?? descendants[0];
    const { acting } = handlersOf(situation);
    // Whatever it calls may lead to where the signal is sent, and an event, a pipe or a queue may be one that the child shares.
    if (child === undefined || acting === null || !outerCalls(acting).every(tells)) return [];
    // Joined after the signal, it may have unwound to where it tells its child and waits.
    if (situation.before === null && raises(acting)) return [];
    if (hasToldChild(situation)) return [];
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
