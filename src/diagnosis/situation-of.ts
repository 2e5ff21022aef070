/** Indexes the captures of one watch, once for all causes. */
import type { TaskState } from '../python/model/capture.ts';
import { askedByWaiter } from './cancellation/asked-by-waiter.ts';
import { cancellationsOf } from './cancellation/cancellation.ts';
import { cancelledBehindShield } from './cancellation/cancelled-behind-shield.ts';
import { cancelledBeside } from './cancellation/cancelled-beside.ts';
import { endsDeliberately } from './cancellation/deliberate-end.ts';
import { tookBack } from './cancellation/taken-back.ts';
import { takenBackUnseen } from './cancellation/taken-back-unseen.ts';
import { withoutParents } from './children/forked.ts';
import type { CaptureAt, Evidence } from './context.ts';
import { isDraining } from './drains/draining.ts';
import { withExitLines } from './looks/exit-lines.ts';
import { isTorn } from './looks/torn.ts';
import { withWholeStacks } from './looks/whole-stacks.ts';
import { phaseOf } from './shutdown/phase.ts';
import type { Situation } from './situation.ts';
import { createSourceReader } from './source-reader.ts';
import { withSettledWaits } from './threads/settled-waits.ts';
import { buildWaitGraph } from './waits/graph.ts';

/** Indexes the evidence. Needs at least one capture. */
export function situationOf(found: Evidence): Situation {
  // Findings about a child speak of its lines too.
  const ofChildren = (found.children ?? []).flatMap((one) => one.captures);
  const reader = createSourceReader([...ofChildren, ...found.captures]);
  const evidence = {
    ...found,
    captures: found.captures.map((one) => ({
      ...one,
      capture: withExitLines(one.capture, reader.surroundings),
    })),
  };
  const { signal } = evidence;
  const captures = withSettledWaits(
    usable(evidence).map((one) => ({ ...one, capture: withoutParents(one.capture) })),
  );
  const newest = captures.at(-1);
  if (newest === undefined) throw new RangeError('a diagnosis needs at least one capture');
  const beforeAt = signal === null ? undefined : captures.filter((one) => one.seconds <= 0).at(-1);
  const before = beforeAt === undefined || beforeAt === newest ? null : beforeAt.capture;
  const since = signal === null ? captures : captures.filter((one) => one.seconds > 0 || one === newest);
  // Of a loop that never rests every look is torn somewhere; what each saw of one task is true all the same.
  const looks = signal === null ? evidence.captures : evidence.captures.filter((one) => one.seconds > 0);
  const last = withWholeStacks(newest.capture, { looks, before });
  const tasks = byId(last.tasks);
  const tasksBefore = before === null ? new Map<string, TaskState>() : sameTasks(before.tasks, tasks);
  const primitives = new Map(last.primitives.map((one) => [one.id, one]));
  const loops = new Map(last.loops.map((one) => [one.id, one]));
  const threads = new Map(last.threads.map((one) => [one.id, one]));
  const graph = buildWaitGraph(last, primitives);
  const waiting = { tasks, graph, surroundings: reader.surroundings };
  const asked = (id: string) => askedByWaiter(waiting, id);
  const cancellation = cancellationsOf({
    last,
    before,
    since: since.map((one) => one.capture),
    looks: looks.map((one) => one.capture),
    tasks,
    tasksBefore,
    loops,
    signalled: signal !== null,
    isDraining: (task) => isDraining(task, reader.surroundings),
    askedByWaiter: asked,
    cancelledBehindShield: (id) => cancelledBehindShield(waiting, id),
    cancelledBeside: (id) => cancelledBeside({ evidence, before, tasks, tasksBefore, graph }, id),
    tookBack: (task) =>
      tookBack(task, {
        signal: signal?.number ?? 0,
        tasksBefore,
        loopsBefore: before?.loops ?? [],
        looksSince: since.length,
        askedByWaiter: asked,
        ...reader,
      }),
  });
  const situation: Situation = {
    evidence,
    last,
    before,
    since,
    tasks,
    tasksBefore,
    primitives,
    loops,
    threads,
    mainThread: last.threads.find((one) => one.isMain) ?? null,
    phase: phaseOf(evidence, last),
    graph,
    cancellation,
    minor: last.python?.minor ?? 15,
    surroundings: reader.surroundings,
    sourceLine: reader.line,
    mayMention: reader.mayMention,
    functionNamed: reader.functionNamed,
    functionsMatching: reader.functionsMatching,
    classBases: reader.classBases,
  };
  for (const [id, became] of takenBackUnseen(situation)) cancellation.set(id, became);
  for (const [id, task] of tasks)
    if (cancellation.get(id) === 'swallowed' && endsDeliberately(situation, task))
      cancellation.set(id, 'unwinding');
  // What was asked on the way here (`once.ts`) was answered without these.
  return { ...situation };
}

function byId(tasks: readonly TaskState[]): Map<string, TaskState> {
  const map = new Map<string, TaskState>();
  for (const task of tasks) map.set(task.id, task);
  return map;
}

/**
 * A capture that was cut short under load, or whose threads moved while they were read, saw a part: what a whole one saw
 * before it is worth more, if that was not before the signal.
 */
function usable({ captures, signal }: Evidence): CaptureAt[] {
  const seen = captures.filter(({ capture }) => capture.threads.length > 0 || capture.tasks.length > 0);
  const whole = seen.filter(({ capture }) => !capture.limits.some((limit) => limit.code === 'time-ran-out'));
  const unbroken = whole.filter(({ capture }) => !isTorn(capture));
  if (unbroken.some(({ seconds }) => signal === null || seconds > 0)) return unbroken;
  if (whole.length > 0) return whole;
  return seen.length > 0 ? seen : [...captures];
}

/** Memory is used again: another task may lie where one has ended. An earlier one that is not the same keeps a key of its own. */
function sameTasks(
  earlier: readonly TaskState[],
  now: ReadonlyMap<string, TaskState>,
): Map<string, TaskState> {
  const map = new Map<string, TaskState>();
  for (const task of earlier) {
    const later = now.get(task.id);
    const isSame = later === undefined || (later.name === task.name && later.coroutine === task.coroutine);
    map.set(isSame ? task.id : `${task.id} before`, task);
  }
  return map;
}
