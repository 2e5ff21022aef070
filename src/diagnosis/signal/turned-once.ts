/** What the signal set going, and what came back to rest: a loop that starts anew what the handler has ended. */
import type { CaptureAt } from '../context.ts';
import { isSameTimer, timerOf } from '../drains/progress.ts';
import type { Situation } from '../situation.ts';

/**
 * At the signal a task took a step, or others took its place, or a job in a pool ended, and at no look since then did any:
 * what goes on as usual does so at any time. Told only by looks before the signal and at least two since, the first left
 * out, as it may have met the steps themselves.
 */
export function turnedOnce({
  before,
  since,
  evidence,
}: Pick<Situation, 'before' | 'since' | 'evidence'>): boolean {
  const looks = since.slice(1).map(standsOf);
  const [first, ...later] = looks;
  const earlier = evidence.captures.find(({ capture }) => capture === before);
  if (earlier === undefined || first === undefined || later.length === 0) return false;
  return later.every((one) => isSame(first, one)) && !isSame(standsOf(earlier), first);
}

interface Stand {
  mark: string;
  /** Where it sleeps: a sleep that is begun anew may lie in the place of the last one. */
  endsAt: number | null;
}

interface Stands {
  lateSeconds: number;
  /** By task, and by worker with a job. */
  all: ReadonlyMap<string, Stand>;
}

function standsOf({ seconds, capture }: CaptureAt): Stands {
  const all = new Map<string, Stand>();
  for (const task of capture.tasks)
    all.set(`${task.id} ${task.name}`, { mark: task.stepMark, endsAt: timerOf(task, seconds) });
  for (const { id, pool } of capture.threads)
    if (pool?.idle === false) all.set(`thread ${id}`, { mark: 'busy', endsAt: null });
  return { lateSeconds: capture.durationMs / 1000, all };
}

function isSame(one: Stands, other: Stands): boolean {
  const lateSeconds = one.lateSeconds + other.lateSeconds;
  return (
    one.all.size === other.all.size &&
    [...one.all].every(([key, { mark, endsAt }]) => {
      const now = other.all.get(key);
      return now?.mark === mark && isSameTimer(endsAt, now.endsAt, lateSeconds);
    })
  );
}
