import { innermostOwn } from '../culprit.ts';
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
  const awaited = awaitedInPassing(situation, blocked);
  const head = stepLabel(blocked);
  const tail = 'so the event loop can neither deliver a cancellation nor run anything else.';
  return loopFinding(situation, blocked, {
    cause: 'loop-busy',
    sentence:
      awaited === null
        ? `${head} computes without ever suspending, ${tail}`
        : `${head} goes round and round without ever suspending: what it awaits in \`${awaited}\` is there at once, each time, ${tail}`,
    fix:
      awaited === null
        ? 'Give the loop a turn inside the computation (`await asyncio.sleep(0)` every so often, checking for shutdown), or move it to a process pool or thread: `await loop.run_in_executor(pool, ...)`.'
        : 'Leave the loop when nothing more can come: an empty read is the end of a stream (`if not data: break`), and QueueShutDown or a closed connection raises each time it is asked; where something is to come later, wait for that.',
    evidence: percent === null || percent < 60 ? [] : [`its thread used ${Math.round(percent)} % of a core`],
  });
}

/** The line with an `await` in a loop at which the looks have met it, as a rule: nothing but that is done. */
function awaitedInPassing({ since, sourceLine, surroundings }: Situation, { thread, place }: BlockedLoop) {
  if (place === null) return null;
  const met = since.flatMap(({ capture }) => {
    const stack = capture.threads.find(({ id }) => id === thread.id)?.stack ?? [];
    const there = innermostOwn(stack);
    if (there?.codeId !== place.codeId) return [];
    // Below it asyncio's own code alone: what computes there (json, re) is no wait.
    const inner = stack.slice(stack.lastIndexOf(there) + 1);
    return inner.every((one) => one.package === 'asyncio') ? [there] : [];
  });
  const waiting = met.filter((one) => /\bawait\b/.test(sourceLine(one.file, one.line) ?? ''));
  const [first] = waiting;
  if (first === undefined || 2 * waiting.length < met.length) return null;
  const isInLoop =
    surroundings(first)?.layers.some((layer) => layer.kind === 'loop' && layer.endless) === true;
  return isInLoop ? (sourceLine(first.file, first.line) ?? '').replace(/\s+#.*$/, '').trim() : null;
}

function isSpinning(situation: Situation, { loop, task }: BlockedLoop): boolean {
  const again = recurring(situation, loop);
  return again !== null && again.taskId === (task?.id ?? null);
}
