import type { Situation } from '../situation.ts';
import type { BlockedLoop } from '../waits/blocked-loops.ts';
import { blockedLoops } from '../waits/blocked-loops.ts';
import type { Cause } from './cause.ts';
import { loopFinding, stepLabel } from './loop-finding.ts';
import { recurring } from './loop-spinning.ts';

/** Between two awaits nothing can be delivered; a loop of Python statements without one is never interrupted. */
export const loopBusy: Cause = {
  code: 'loop-busy',
  title: 'a coroutine computes and never suspends',
  stage: 'loop',
  evidence: "the loop's thread runs at about 100 % of a core with user code on top",
  find(situation) {
    return (
      blockedLoops(situation)
        .filter((one) => one.busy && one.place !== null)
        // A callback that comes back is called in short turns: by chance each look may see it in one.
        .filter((one) => !isSpinning(situation, one))
        .filter((one) => one.lasting || situation.evidence.captures.length === 1)
        .map((one) => finding(situation, one))
    );
  },
};

function finding(situation: Situation, blocked: BlockedLoop) {
  const percent = blocked.thread.cpuPercent;
  return loopFinding(situation, blocked, {
    cause: 'loop-busy',
    sentence: `${stepLabel(blocked)} computes without ever suspending, so the event loop can neither deliver a cancellation nor run anything else.`,
    fix: 'Give the loop a turn inside the computation (`await asyncio.sleep(0)` every so often, checking for shutdown), or move it to a process pool or thread: `await loop.run_in_executor(pool, ...)`.',
    evidence: percent === null || percent < 60 ? [] : [`its thread used ${Math.round(percent)} % of a core`],
  });
}

function isSpinning(situation: Situation, { loop, task }: BlockedLoop): boolean {
  const again = recurring(situation, loop);
  return again !== null && again.taskId === (task?.id ?? null);
}
