import { processCulprit } from '../culprit.ts';
import { launcherRule } from '../libraries/launchers.ts';
import { hasVisiblyReacted } from '../signal/reaction.ts';
import { stopSign } from '../signal/stop-sign.ts';
import type { Situation } from '../situation.ts';
import type { Cause } from './cause.ts';
import { has, masksAtSignal, stopSignal } from './signal-masks.ts';

/** It went to a launcher that passes nothing on: what the kernel does with it further down is a second matter. */
function isKeptAbove({ evidence, last }: Situation): boolean {
  const { target, ancestors } = last.family;
  const sentTo = evidence.signal?.sentToPid ?? target.pid;
  const launcher = ancestors.find(({ pid }) => pid === sentTo);
  return sentTo !== target.pid && launcher !== undefined && launcherRule(launcher)?.forwards !== true;
}

/** The kernel discards a signal without a handler that is sent to PID 1 from inside its namespace (pid_namespaces(7)). */
export const signalDroppedByPid1: Cause = {
  code: 'signal-dropped-by-pid1',
  title: 'the kernel dropped the signal: PID 1 has no handler for it',
  stage: 'signal',
  evidence: 'the last number of NSpid is 1, and the signal is neither caught, ignored nor blocked',
  find(situation) {
    const { target } = situation.last.family;
    if (!target.isInit || isKeptAbove(situation)) return [];
    const signal = stopSignal(situation);
    const masks = masksAtSignal(situation);
    const now = target.signals;
    if ([masks, now].some((one) => has(one.caught, signal.number) || has(one.ignored, signal.number)))
      return [];
    if (has(now.pendingProcess, signal.number) || has(masks.blocked, signal.number)) return [];
    // Joined after the signal: a handler that was there may be gone, as servers and asyncio.run take theirs away.
    const isJoined = situation.before === null && situation.evidence.signal !== null;
    if (isJoined && (hasVisiblyReacted(situation) || !situation.mainThread?.stack.length)) return [];
    // A dump of one that is leaving: likewise.
    if (situation.evidence.signal === null && stopSign([situation.last]) !== null) return [];
    return [
      {
        cause: 'signal-dropped-by-pid1',
        certainty: isJoined ? 'likely' : 'certain',
        sentence: `The process is PID 1 of its namespace and has no handler for ${signal.name}, so the kernel drops the signal: nothing in the program ${situation.evidence.signal === null ? 'would ever learn' : 'ever learned'} of it.`,
        fix: `Install a handler (loop.add_signal_handler(signal.SIGTERM, …) or signal.signal), or start the program below an init: \`tini -- python app.py\`, Docker's --init, or Kubernetes' shareProcessNamespace.`,
        culprit: processCulprit(target),
        waitsFor: null,
        evidence: [
          'NSpid ends in 1',
          `${signal.name} is in none of SigCgt, SigIgn and SigBlk, and not pending`,
        ],
        blocks: [],
      },
    ];
  },
};
