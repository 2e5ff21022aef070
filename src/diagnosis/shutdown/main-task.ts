/** The task that the program's end waits for. */

import type { TaskState } from '../../python/model/capture.ts';
import { once } from '../once.ts';
import type { Situation } from '../situation.ts';
import { sideLoops, sideLoopsRest } from '../waits/bystander-loops.ts';
import { isRunUntilComplete } from './run-until-complete.ts';

/**
 * The tasks that `run_until_complete` waits for: those of the loop on the main thread, else those of loops on other threads for
 * whose end somebody waits.
 */
export const mainTasks = once((situation): readonly TaskState[] => {
  const found = situation.last.tasks.filter((task) => task.doneCallbacks.some(isRunUntilComplete));
  const own = situation.last.loops.find(
    (loop) => loop.threadId !== null && loop.threadId === situation.mainThread?.id,
  );
  const onMain = found.filter((task) => task.loopId === own?.id);
  if (own !== undefined && onMain.length > 0) return onMain;
  const beside = sideLoopsRest(situation) ? sideLoops(situation) : null;
  return found.filter(({ loopId }) => loopId === null || beside?.has(loopId) !== true);
});

export function mainTask(situation: Situation): TaskState | null {
  return mainTasks(situation)[0] ?? null;
}
