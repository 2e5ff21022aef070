/** Shutdowns that look again and again: `while connections: loop.run_until_complete(asyncio.sleep(0.1))`. */

import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { taskAt } from '../looks/at-look.ts';
import type { Situation } from '../situation.ts';
import { isRunUntilComplete } from './run-until-complete.ts';

const LONGEST_PAUSE_SECONDS = 5;

/**
 * Where the main thread runs a pause of a poll; null when the task is none. Each round is a task of its own, of
 * Python's code alone: it says nothing, and whoever the poll waits for is to be found elsewhere.
 */
export function pollingPlace(situation: Situation, task: TaskState): CodePlace | null {
  const { since, mainThread, evidence } = situation;
  if (evidence.signal === null || since.length < 2 || task.wait?.on.kind !== 'timer') return null;
  if (!task.stack.every((place) => place.origin === 'python')) return null;
  if (!task.doneCallbacks.some(isRunUntilComplete)) return null;
  // Two looks may fall into one pause, and a pause is short.
  if ((task.wait.on.secondsLeft ?? 0) > LONGEST_PAUSE_SECONDS) return null;
  const wasThere = since.slice(0, -1).every(({ capture }) => taskAt(capture, task.id)?.name === task.name);
  return wasThere ? null : (mainThread?.stack.findLast((place) => place.origin !== 'python') ?? null);
}
