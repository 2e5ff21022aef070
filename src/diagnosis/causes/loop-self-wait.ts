import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostOwn } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import { threadStand } from '../threads/thread-stand.ts';
import type { BlockedLoop } from '../waits/blocked-loops.ts';
import { blockedLoops } from '../waits/blocked-loops.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { waiterForLoop } from '../waits/threads.ts';
import { frameLabel, lowerFirst, placeLabel, taskLabel, threadLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { loopFinding, stepLabel } from './loop-finding.ts';

/** A circle from the loop's thread back to its own loop: Future.result, Thread.join, Executor.shutdown on the loop's thread. */
export const loopSelfWait: Cause = {
  code: 'loop-self-wait',
  title: "the loop's thread waits for something that only this loop can do",
  stage: 'loop',
  evidence: "following what the loop's thread waits for leads back to its own loop",
  find(situation) {
    return blockedLoops(situation).flatMap((one) => {
      if (selfWaiter(situation, one) !== null) return [finding(situation, one)];
      const holder = lockedByTask(situation, one);
      return holder === null ? [] : [lockFinding(situation, one, holder)];
    });
  },
};

/** The thread at the other end of the circle, the loop's own when it waits for its own loop directly. */
export function selfWaiter(situation: Situation, blocked: BlockedLoop) {
  return waiterForLoop(situation, blocked.thread, blocked.loop.id);
}

function finding(situation: Situation, blocked: BlockedLoop) {
  const other = selfWaiter(situation, blocked);
  const direct = other === null || other.id === blocked.thread.id;
  const place = other === null ? null : threadStand(situation, other);
  const otherEnd = direct
    ? 'the result of a coroutine that this same loop must run'
    : `${threadLabel(other)}${place === null ? '' : `, which stands in ${frameLabel(place)}`} and waits for this loop`;
  return loopFinding(situation, blocked, {
    cause: 'loop-self-wait',
    sentence: `${stepLabel(blocked)} blocks the event loop's own thread while it waits for ${otherEnd}: neither can ever go on.`,
    fix: direct
      ? 'Await the coroutine instead of run_coroutine_threadsafe(...).result(); on the thread of the loop use `await asyncio.wrap_future(future)` or await it directly.'
      : 'Do not wait for it on the thread of the loop: `await asyncio.to_thread(thread.join)` or `await loop.run_in_executor(...)`, so that the loop can serve what the other thread waits for.',
    evidence: direct ? [] : [`${threadLabel(other)} ${threadWaitLabel(situation, other)}`],
  });
}

/** The task that is suspended inside the `with` of the same lock, as its source names it: only the loop could let it go on. */
export function lockedByTask(situation: Situation, blocked: BlockedLoop): TaskState | null {
  const { thread, task, place, loop } = blocked;
  const wait = thread.waitsFor;
  if (wait.kind !== 'lock' || wait.ownerKnown === 'field' || place === null) return null;
  const withs = situation.surroundings(place)?.function?.withs ?? [];
  const items = withs.filter(({ line }) => line === place.line).flatMap((one) => one.items);
  const names = new Set(items.filter((one) => !one.isAsync).map(({ text }) => text));
  const holds = (at: CodePlace) =>
    at.file === place.file &&
    (situation.surroundings(at)?.layers ?? []).some(
      (layer) => layer.kind === 'with' && layer.items.some(({ text }) => names.has(text)),
    );
  return (
    situation.last.tasks.find(
      (one) => one !== task && one.loopId === loop.id && one.activity === 'waiting' && one.stack.some(holds),
    ) ?? null
  );
}

function lockFinding(situation: Situation, blocked: BlockedLoop, holder: TaskState) {
  const at = innermostOwn(holder.stack);
  return loopFinding(situation, blocked, {
    cause: 'loop-self-wait',
    certain: false,
    sentence: `${stepLabel(blocked)} blocks the event loop's own thread in a wait for a thread lock that ${lowerFirst(taskLabel(holder))} holds${at === null ? '' : `, suspended at ${placeLabel(at)}`}: only this loop could let it go on.`,
    fix: 'Do not hold a threading lock over an await: use asyncio.Lock among tasks, or leave the `with` before anything is awaited.',
    evidence: [`${taskLabel(holder)} stands inside a \`with\` of the same name, and awaits`],
  });
}
