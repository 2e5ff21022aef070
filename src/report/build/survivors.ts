/** The tasks that are still pending, each with its verdict. */
import type { Diagnosis, TaskVerdict, WaitsFor } from '../../diagnosis/vocabulary.ts';
import type { TaskState } from '../../python/model/capture.ts';
import type { Survivor } from '../report.ts';
import { tidyName, tidyText } from '../sanitise.ts';
import type { Stacks } from './stacks.ts';

export function survivorsOf(
  tasks: readonly TaskState[],
  verdicts: Diagnosis['verdicts'],
  stacks: Stacks,
): Survivor[] {
  return tasks.map((task) => survivor(task, verdicts.get(task.id), stacks));
}

function survivor(task: TaskState, verdict: TaskVerdict | undefined, stacks: Stacks): Survivor {
  return {
    id: task.id,
    name: tidyName(task.name),
    coroutine: tidyName(task.coroutine),
    state: task.activity,
    cancelRequests: task.cancelRequests,
    cancellation: verdict?.cancellation ?? 'unknown',
    stack: stacks.of(task.stack),
    waitsFor: waitsFor(task, verdict),
    awaitedBy: task.awaitedBy,
    sinceSeconds: verdict?.sinceSeconds ?? null,
    createdAt: task.createdAt === null ? null : stacks.of(task.createdAt),
    role: verdict?.role ?? 'bystander',
    reason: tidyText(verdict?.reason ?? ''),
  };
}

function waitsFor(task: TaskState, verdict: TaskVerdict | undefined): WaitsFor | null {
  if (verdict !== undefined && verdict.waitsFor !== null) return tidyWait(verdict.waitsFor);
  return task.wait === null ? null : tidyWait({ kind: 'unknown', description: task.wait.description });
}

export function tidyWait(wait: WaitsFor): WaitsFor {
  const description = tidyText(wait.description);
  return description === wait.description ? wait : { kind: wait.kind, description };
}

const ASKED = new Set(['requested', 'unwinding', 'swallowed', 'undeliverable']);

/** Whether anybody asked the task to stop, as far as it can be told. */
export function wasAskedToStop(survivor: Survivor): boolean {
  return (survivor.cancelRequests ?? 0) > 0 || ASKED.has(survivor.cancellation);
}
