import type { LoopCallback } from '../../python/model/capture.ts';
import { sourceFrame } from '../culprit.ts';
import type { Finding } from '../vocabulary.ts';
import { stepPlace } from '../waits/blocked-loops.ts';
import type { Cause } from './cause.ts';

const BUSY_PERCENT = 60;

/** A callback that schedules itself again keeps `_ready` filled: `_run_once` polls the selector with a timeout of 0. */
export const loopSpinning: Cause = {
  code: 'loop-spinning',
  title: 'the ready queue is never empty',
  stage: 'loop',
  evidence:
    'the loop uses a whole core in short steps, and the same callback is in its ready queue in each capture',
  find(situation) {
    const findings: Finding[] = [];
    for (const loop of situation.last.loops) {
      const thread = loop.threadId === null ? undefined : situation.threads.get(loop.threadId);
      if (thread === undefined || (thread.cpuPercent ?? 0) < BUSY_PERCENT) continue;
      const looks = situation.since.map(
        (one) => one.capture.loops.find((other) => other.id === loop.id)?.ready ?? [],
      );
      const again = recurring(looks);
      if (again === null) continue;
      const task = again.taskId === null ? null : (situation.tasks.get(again.taskId) ?? null);
      const place =
        task?.stack.filter((one) => one.origin === 'user').at(-1) ?? again.place ?? stepPlace(thread);
      findings.push({
        cause: 'loop-spinning' as const,
        certainty: 'likely' as const,
        sentence: `${task === null ? `The callback ${again.function}` : `Task '${task.name}'`} is in the ready queue of the event loop at every look: the loop spins through it without a pause.`,
        fix: 'Wait for something instead of scheduling again at once: an Event, a queue, or `await asyncio.sleep(seconds)` with a time above 0, and end the loop on shutdown.',
        culprit: {
          kind: task === null ? ('loop' as const) : ('task' as const),
          pid: situation.last.family.target.pid,
          task: task === null ? null : { id: task.id, name: task.name, coroutine: task.coroutine },
          thread: { id: thread.id, name: thread.name },
          process: null,
          frame: sourceFrame(situation, place),
          construct: null,
        },
        waitsFor: null,
        evidence: [
          `its thread used ${Math.round(thread.cpuPercent ?? 0)} % of a core`,
          `seen in the ready queue in ${looks.length} captures`,
        ],
        blocks: [],
      });
    }
    return findings;
  },
};

/** A callback found in at least two thirds of three or more looks. */
function recurring(looks: readonly (readonly LoopCallback[])[]): LoopCallback | null {
  if (looks.length < 3) return null;
  const counts = new Map<string, { callback: LoopCallback; count: number }>();
  for (const ready of looks) {
    for (const [key, callback] of new Map(ready.map((one) => [one.taskId ?? one.function, one]))) {
      const entry = counts.get(key) ?? { callback, count: 0 };
      entry.count += 1;
      counts.set(key, entry);
    }
  }
  const most = [...counts.values()].sort((a, b) => b.count - a.count)[0];
  return most !== undefined && most.count * 3 >= looks.length * 2 ? most.callback : null;
}
