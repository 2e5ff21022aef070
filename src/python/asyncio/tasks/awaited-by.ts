/** Who waits for whom, turned round: from what each task waits for to the tasks it is awaited by. */
import type { TaskState } from '../../model/capture.ts';
import type { Wait } from '../../model/wait.ts';

export class AwaitedBy {
  /** Waiting tasks by the id of the task they wait for. */
  private readonly waiting = new Map<string, Set<string>>();

  add(waitedForId: string, waiterId: string): void {
    const known = this.waiting.get(waitedForId);
    if (known === undefined) this.waiting.set(waitedForId, new Set([waiterId]));
    else known.add(waiterId);
  }

  addWait(wait: Wait | null, waiterId: string): void {
    if (wait === null) return;
    const { on } = wait;
    if (on.kind === 'task') this.add(on.taskId, waiterId);
    else if (on.kind === 'tasks') for (const id of on.pending) this.add(id, waiterId);
    else if (on.kind === 'shield') for (const id of on.innerTaskIds) this.add(id, waiterId);
  }

  /** Fills `awaitedBy` of the tasks; a task never waits for itself. */
  fill(tasks: readonly TaskState[]): void {
    if (this.waiting.size === 0) return;
    for (const task of tasks) {
      const waiters = this.waiting.get(task.id);
      if (waiters === undefined) continue;
      waiters.delete(task.id);
      if (waiters.size > 0) task.awaitedBy = [...waiters];
    }
  }
}
