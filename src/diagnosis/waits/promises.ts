/**
 * Who would complete a wait further on in its code: it knows the very same event, queue or future, and a function of its
 * chain says `done.set()` after the line at which it stands, under the name by which the waiter waits: `done.wait()`.
 */
import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { hasOwnCode } from '../culprit.ts';
import { lastPart } from '../dotted-name.ts';
import type { Situation } from '../situation.ts';
import type { CallFacts } from '../source/surroundings.ts';
import type { Awaited } from './callback-promises.ts';
import { callbackPromisers } from './callback-promises.ts';
import { splitCallee } from './callee.ts';
import { completersAhead } from './completers.ts';
import { consumesOther } from './other-queue.ts';
import { polledBy } from './polls.ts';

/** Method that waits → methods that end the wait (asyncio/locks.py, queues.py). */
const COMPLETING: Readonly<Record<string, readonly string[]>> = {
  wait: ['set', 'notify', 'notify_all'],
  wait_for: ['notify', 'notify_all'],
  get: ['put', 'put_nowait'],
  put: ['get', 'get_nowait'],
  join: ['task_done'],
  acquire: ['release'],
};

/** Ids of the tasks that would end the wait of a task; empty when none can be told. */
export function promisersOf(situation: Situation, task: TaskState): string[] {
  const on = task.wait?.on;
  if (on === undefined || on.kind === 'timer' || on.kind === 'ready') return polledBy(situation, task);
  if (on.kind === 'future') {
    const known = completersAhead(situation, task, on.completers ?? []);
    return known.length > 0 ? known : completersOf(situation, task, on.holderIds);
  }
  if (on.kind !== 'primitive') return [];
  const primitive = situation.primitives.get(on.primitiveId);
  if (primitive === undefined) return [];
  const known = on.role === 'wait' ? completersAhead(situation, task, primitive.holders) : [];
  const awaited = awaitedName(situation, task);
  if (known.length > 0 || awaited === null) return known;
  const holders = new Set(primitive.holders.map((one) => one.taskId));
  // Who waits on the very same thing cannot be the one to end that wait.
  const { waiters, getters, putters, joiners } = primitive;
  for (const id of [task.id, ...waiters, ...getters, ...putters, ...joiners]) holders.delete(id);
  // Who had `acquire` called for it by this task gives back what it gets then, and has nothing to give yet.
  if (on.role === 'acquire') for (const id of situation.graph.waitersFor([task.id])) holders.delete(id);
  const promisers = [...holders].filter((id) => {
    const holder = situation.tasks.get(id);
    return (
      holder !== undefined &&
      !(on.role === 'join' && consumesOther(situation, holder, on.primitiveId)) &&
      (willCall(situation, holder, awaited) || leavesManager(situation, { holder, task, awaited }))
    );
  });
  return promisers.length > 0 ? promisers : callbackPromisers(situation, task, awaited);
}

const COMPLETING_FUTURE = ['set_result', 'set_exception'];
/** `await self.peer.closed`, at the end of its statement. */
const AWAITED_FUTURE = /\bawait\s+(?:\w+\.)*(\w+)\s*(?:#.*)?$/;

/** Tasks that know a plain future, and say `closed.set_result(…)` further on, where the waiter says `await peer.closed`. */
function completersOf(situation: Situation, task: TaskState, holderIds: readonly string[]): string[] {
  const place = task.stack.findLast((one) => one.origin !== 'python');
  const text = place === undefined ? null : situation.sourceLine(place.file, place.line);
  const object = AWAITED_FUTURE.exec(text ?? '')?.[1];
  const others = holderIds.filter((id) => id !== task.id && situation.tasks.has(id));
  const completers = others.filter((id) => {
    const holder = situation.tasks.get(id);
    if (object === undefined || holder === undefined) return false;
    const awaited = { object, methods: COMPLETING_FUTURE };
    return willCall(situation, holder, awaited) && !answersInput(situation, holder, awaited);
  });
  const on = task.wait?.on;
  // That of a connection is completed by what comes over it, or by its loss: to have it in sight is not to have borrowed it.
  const isOfConnection = on?.kind === 'future' && on.peer !== undefined;
  return completers.length > 0 || hasOwnCode(task) || isOfConnection
    ? completers
    : borrowersOf(situation, task, others);
}

/**
 * `while True:` it takes what comes, and completes the future when the right thing came: it is the other side that does not
 * answer, and to end this task completes nothing.
 */
function answersInput(situation: Situation, holder: TaskState, awaited: Awaited): boolean {
  const place = placeOf(holder);
  const around = place === undefined ? null : situation.surroundings(place);
  const loop = around?.layers.find((layer) => layer.kind === 'loop');
  if (loop?.kind !== 'loop' || !loop.endless) return false;
  const completing = (around?.function?.calls ?? []).filter((call) => completesBy(call, awaited));
  return (
    completing.length > 0 &&
    completing.every(({ line }) => line >= loop.span.fromLine && line <= loop.span.toLine)
  );
}

/** Of a library's own task, which waits until what it has lent comes back: the service's tasks that have it in hand. */
function borrowersOf(situation: Situation, task: TaskState, others: readonly string[]): string[] {
  const waiting = situation.graph.waitersFor([task.id]);
  return others.filter((id) => {
    const holder = situation.tasks.get(id);
    return holder !== undefined && hasOwnCode(holder) && !waiting.has(id);
  });
}

/** Under which name it waits, by which methods that wait would be ended; of a bare `event.wait()` its waiter's code says it. */
export function awaitedName(situation: Situation, task: TaskState): Awaited | null {
  const place =
    placeOf(task) ??
    waitersOf(situation, task)
      .map(placeOf)
      .find((one) => one !== undefined);
  const calls = place === undefined ? [] : (situation.surroundings(place)?.calls ?? []);
  for (const call of calls) {
    const { object, method } = splitCallee(call);
    const methods = COMPLETING[method];
    // `asyncio.wait_for(queue.join(), 30)`: what is waited for stands within.
    if (methods !== undefined && object !== '' && object !== 'asyncio') return { object, methods };
  }
  return null;
}

function placeOf({ stack }: TaskState): CodePlace | undefined {
  return stack.findLast((one) => one.origin !== 'python');
}

function waitersOf({ graph, tasks }: Situation, { id }: TaskState): TaskState[] {
  return [...graph.waitersFor([id])].flatMap((one) => tasks.get(one) ?? []);
}

interface Lent {
  holder: TaskState;
  /** Who waits; the manager may stand in its file. */
  task: TaskState;
  awaited: Awaited;
}

/**
 * It stands within `async with pool.acquire()`, and that generator says `cond.notify_all()` when the block is left: the
 * generator is on no chain meanwhile.
 */
function leavesManager(situation: Situation, { holder, task, awaited }: Lent): boolean {
  const own = holder.stack.filter(({ origin }) => origin === 'user');
  const files = [placeOf(task), ...own].flatMap((place) => place?.file ?? []);
  const managers = own.flatMap((place) =>
    (situation.surroundings(place)?.layers ?? []).flatMap((layer) =>
      layer.kind === 'with'
        ? layer.items.flatMap(({ callee }) => (callee === null ? [] : [lastPart(callee)]))
        : [],
    ),
  );
  return [...new Set(files)].some((file) =>
    [...new Set(managers)].some((name) => {
      const definition = new RegExp(`\\bdef ${name}\\(`);
      return situation
        .functionsMatching(file, definition)
        .some((facts) => facts.calls.some((call) => completesBy(call, awaited)));
    }),
  );
}

function completesBy(call: CallFacts, { object, methods }: Awaited): boolean {
  const found = splitCallee(call);
  return found.object === object && methods.includes(found.method);
}

function willCall(situation: Situation, holder: TaskState, awaited: Awaited): boolean {
  return holder.stack.some((place, index) => {
    const around = place.origin === 'python' ? null : situation.surroundings(place);
    // From 3.10 on, who leaves a `with` stands at its header: what its block says is behind it.
    const isLeaving = /^__a?exit__$/.test(holder.stack[index + 1]?.name ?? '');
    const line = isLeaving ? Math.max(place.line, around?.withHeader?.span.toLine ?? 0) : place.line;
    return (around?.function?.calls ?? []).some((call) => {
      return call.line > line && completesBy(call, awaited);
    });
  });
}
