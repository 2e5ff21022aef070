/** Rounds of `for` loops that are under way: how much each has before it tells a drain that goes on from one that is stuck. */
import type { TasksAgain } from './asyncio/raw-task.ts';
import type { RawFrame } from './frames/frames.ts';
import { hexId } from './hex-id.ts';
import type { Round } from './model/capture.ts';
import type { Pass } from './pass.ts';
import type { WalkedThread } from './threads/walk-threads.ts';

/** A service that is stopping has few; of one with more, what one of them does is not what holds it. */
const MAX_TASKS = 256;
const MAX_THREAD_FRAMES = 64;
/** Of a frame that runs, the depth of the stack is known to C alone: loops stand at its bottom. */
const LEAST_SLOTS = 3;
/** `PyStackRef_TagInt` (3.15): the index of a `for` over a list or tuple lies on the stack beside it. */
const INTEGER_TAG = 3;

export function readRounds(pass: Pass, threads: readonly WalkedThread[], tasks: TasksAgain): Round[] {
  const rounds: Round[] = [];
  for (const thread of threads) {
    thread.frames.slice(0, MAX_THREAD_FRAMES).forEach((frame, index) => {
      const frameIndex = thread.frames.length - 1 - index;
      for (const round of roundsOf(pass, frame, LEAST_SLOTS))
        rounds.push({ ...round, taskId: null, threadId: thread.id, frameIndex });
    });
  }
  let count = 0;
  for (const task of tasks()) {
    if (count >= MAX_TASKS || pass.outOfTime()) break;
    count += 1;
    task.frames.forEach((frame, frameIndex) => {
      for (const round of roundsOf(pass, frame, 0))
        rounds.push({ ...round, taskId: hexId(task.address), threadId: null, frameIndex });
    });
  }
  return rounds;
}

function roundsOf({ frames, objects }: Pass, frame: RawFrame, least: number): Pick<Round, 'id' | 'left'>[] {
  if (frame.place.origin === 'python') return [];
  const found: Pick<Round, 'id' | 'left'>[] = [];
  const stack = frames.storedStack(frame.address, least);
  stack.forEach(({ value }, index) => {
    const left = value === 0 ? null : (objects.left(value) ?? leftByIndex(value, stack[index + 1]?.stored));
    if (left !== null) found.push({ id: hexId(value), left });
  });
  return found;

  function leftByIndex(sequence: number, stored: number | undefined): number | null {
    if (stored === undefined || (stored & 3) !== INTEGER_TAG) return null;
    const length = objects.length(sequence);
    return length === null ? null : Math.max(0, length - Math.floor(stored / 4));
  }
}
