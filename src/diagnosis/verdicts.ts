/** Each pending task's part in the hang, in words. */
import type { TaskState } from '../python/model/capture.ts';
import type { Wait } from '../python/model/wait.ts';
import { debtorsOfSink } from './answerers.ts';
import { blamedTasks } from './blame.ts';
import { isSameTimer, timerOf } from './drains/progress.ts';
import { isRunUntilComplete } from './shutdown/run-until-complete.ts';
import { shutdownTasks } from './shutdown/shutdown-tasks.ts';
import type { Situation } from './situation.ts';
import type { Cancellation, Finding, TaskVerdict, WaitsFor } from './vocabulary.ts';
import { promisersOf } from './waits/promises.ts';
import { waitsFor } from './words.ts';

/** Of culprits, after whose wait the code of others is searched. */
const MOST_ASKED = 100;

interface Guilt {
  culprits: ReadonlySet<string>;
  /** Why a task for which a culprit waits is none itself, as a clause. */
  awaited: ReadonlyMap<string, string>;
  /** Of loops that one step holds. */
  heldLoops: ReadonlySet<string | null>;
  /** The name of a culprit that is the shutdown, and has not come to tell the others. */
  shutdown: string | null;
}

export function verdictsOf(situation: Situation, findings: readonly Finding[]): Map<string, TaskVerdict> {
  const culprits = new Set(findings.flatMap((one) => one.culprit.task?.id ?? []));
  const awaited = awaitedFrom(situation, culprits);
  const guilt: Guilt = {
    culprits,
    awaited,
    heldLoops: heldLoops(situation, findings),
    shutdown: shutdownTasks(situation).find(({ task }) => culprits.has(task.id))?.task.name ?? null,
  };
  const waiting = blamedTasks(situation)
    .filter((one) => culprits.has(one.task.id))
    .flatMap((one) => one.victims);
  const victims = new Set([
    ...waiting.filter((id) => !awaited.has(id)),
    ...situation.graph.waitersFor(culprits),
  ]);
  const roleOf = (id: string): TaskVerdict['role'] => (victims.has(id) ? 'victim' : 'bystander');
  const since = standingSince(situation);
  const waits = new SharedWaits();
  const verdicts = new Map<string, TaskVerdict>();
  for (const task of situation.last.tasks) {
    const cancellation = situation.cancellation.get(task.id) ?? 'unknown';
    const role = culprits.has(task.id) ? 'culprit' : roleOf(task.id);
    verdicts.set(task.id, {
      taskId: task.id,
      cancellation,
      role,
      reason: reasonOf(situation, task, role, guilt),
      waitsFor: waits.of(task.wait),
      sinceSeconds: since(task),
    });
  }
  return verdicts;
}

function heldLoops({ tasks, last }: Situation, findings: readonly Finding[]): Set<string | null> {
  const found = new Set<string | null>();
  for (const { cause, culprit } of findings) {
    if (!cause.startsWith('loop-')) continue;
    const ofTask = tasks.get(culprit.task?.id ?? '')?.loopId;
    const ofThread = last.loops.filter(({ threadId }) => threadId === culprit.thread?.id);
    for (const id of ofTask === undefined ? ofThread.map((one) => one.id) : [ofTask]) found.add(id);
  }
  return found;
}

/** Those for which the culprits wait, each with who waits for it: by an edge, or for what it does (a queue that is worked off). */
function awaitedFrom(situation: Situation, culprits: ReadonlySet<string>): Map<string, string> {
  const { tasks, graph } = situation;
  const clauses = new Map<string, string>();
  const queue = new Set(culprits);
  for (const id of queue) {
    for (const next of graph.edges.get(id) ?? []) {
      if (!queue.has(next)) clauses.set(next, `'${tasks.get(id)?.name}' waits for it`);
      queue.add(next);
    }
  }
  addOutlasted(situation, culprits, clauses);
  for (const id of [...culprits].slice(0, MOST_ASKED)) {
    const culprit = tasks.get(id);
    if (culprit === undefined) continue;
    const promisers = promisersOf(situation, culprit);
    for (const one of promisers.length > 0 ? promisers : debtorsOfSink(situation, culprit))
      if (!clauses.has(one)) clauses.set(one, `'${culprit.name}' waits for what it does`);
  }
  return clauses;
}

/** Who waits with too long a limit is the culprit in place of what it waits for. */
function addOutlasted(
  situation: Situation,
  culprits: ReadonlySet<string>,
  clauses: Map<string, string>,
): void {
  for (const { task, victims } of blamedTasks(situation)) {
    const waiter = culprits.has(task.id) ? undefined : victims.find((id) => culprits.has(id));
    if (waiter !== undefined) clauses.set(task.id, `'${situation.tasks.get(waiter)?.name}' waits for it`);
  }
}

/** Tasks that share a wait share its words. */
class SharedWaits {
  readonly #known = new Map<Wait, WaitsFor | null>();
  #last: Wait | null = null;
  #lastWords: WaitsFor | null = null;

  of(wait: Wait | null): WaitsFor | null {
    if (wait === this.#last) return this.#lastWords;
    let words = wait === null ? null : this.#known.get(wait);
    if (words === undefined) {
      words = waitsFor(wait);
      if (wait !== null) this.#known.set(wait, words);
    }
    this.#last = wait;
    this.#lastWords = words;
    return words;
  }
}

const REASONS: Readonly<Record<Cancellation, string>> = {
  requested: 'was cancelled and has had no turn yet',
  unwinding: 'is unwinding after its cancellation',
  shielded: 'stands behind asyncio.shield',
  swallowed: 'went on after a cancellation, but nothing waits for it',
  undeliverable: 'awaits a future that cannot be cancelled',
  'not-requested': 'was not cancelled, and nothing of the shutdown is seen to wait for it',
  unknown: 'nothing says that it was cancelled',
};

function reasonOf(situation: Situation, task: TaskState, role: TaskVerdict['role'], guilt: Guilt): string {
  if (role === 'culprit') return 'named above';
  if (role === 'victim') {
    const targets = situation.graph.edges.get(task.id) ?? [];
    const next = targets.find((id) => guilt.culprits.has(id)) ?? targets[0];
    const name = next === undefined ? undefined : situation.tasks.get(next)?.name;
    return name === undefined ? 'waits for the culprit' : `waits for '${name}'`;
  }
  const awaited = guilt.awaited.get(task.id);
  if (awaited !== undefined) return awaited;
  if (guilt.heldLoops.has(task.loopId)) return 'its loop is held, so it can take no step';
  const cancellation = situation.cancellation.get(task.id) ?? 'unknown';
  if (cancellation === 'not-requested' && guilt.shutdown !== null)
    return `was not cancelled: '${guilt.shutdown}' has not come that far`;
  if (cancellation === 'not-requested' && task.doneCallbacks.some(isRunUntilComplete))
    return 'was not cancelled; the loop is run until it ends';
  const waiter = situation.tasks.get(situation.graph.waiters.get(task.id)?.[0] ?? '');
  if (cancellation === 'not-requested' && waiter !== undefined)
    return `was not cancelled; '${waiter.name}' waits for it`;
  return REASONS[cancellation];
}

/** Seconds for which a task has stood still, over the captures; null where there is only one. */
function standingSince(situation: Situation): (task: TaskState) => number | null {
  const { captures } = situation.evidence;
  const newest = captures.at(-1);
  if (captures.length < 2 || newest === undefined) return () => null;
  const marks = captures.map((one) => ({
    seconds: one.seconds,
    lateSeconds: one.capture.durationMs / 1000,
    tasks: new Map(one.capture.tasks.map((task) => [task.id, task])),
  }));
  const newestLate = newest.capture.durationMs / 1000;
  return (task) => {
    let since = newest.seconds;
    const endsAt = timerOf(task, newest.seconds);
    for (let index = marks.length - 1; index >= 0; index -= 1) {
      const look = marks[index];
      const earlier = look?.tasks.get(task.id);
      if (look === undefined || earlier?.stepMark !== task.stepMark) break;
      if (!isSameTimer(timerOf(earlier, look.seconds), endsAt, look.lateSeconds + newestLate)) break;
      since = look.seconds;
    }
    return Math.max(0, newest.seconds - since);
  };
}
