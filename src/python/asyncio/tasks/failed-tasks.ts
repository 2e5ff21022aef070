/**
 * Tasks that an exception has ended, as far as somebody still refers to them. asyncio's own sets have them up to 3.13; from
 * 3.14 on its lists hold pending tasks only (Modules/_asynciomodule.c, `unregister_task`), and those are found that the
 * stop signal's handler has in reach: by an attribute of its `self`, a cell, a list of its own.
 */
import { hexId } from '../../hex-id.ts';
import type { FailedTask } from '../../model/capture.ts';
import type { Pass } from '../../pass.ts';
import { callableOf } from '../callable.ts';
import { callbackOf } from '../loops/handles.ts';
import { readLoopFields } from '../loops/loop-fields.ts';
import { Futures } from '../waits/futures.ts';

const MOST = 32;
const MAX_SIGNALS = 65;
const MAX_NEIGHBOURS = 64;
const MAX_NAME = 200;
/** From the handler's `self` or cell to an attribute, and to a member of that. */
const DEPTH = 2;
const SEQUENCES: ReadonlySet<string> = new Set(['list', 'tuple', 'collections.deque']);
const OPAQUE =
  /^(str|int|float|bool|bytes|NoneType|type|module|function|builtin_function_or_method|code|frame)$/;

/** `done`: addresses of tasks that are done. `loops`: of loops, in whose handlers' reach others are. */
export function failedTasks(pass: Pass, done: Iterable<number>, loops: Iterable<number>): FailedTask[] {
  const futures = new Futures(pass);
  const addresses = new Set(done);
  for (const loop of loops) for (const one of inReach(pass, loop)) addresses.add(one);
  const found: FailedTask[] = [];
  for (const address of addresses) {
    if (found.length >= MOST || pass.outOfTime()) break;
    const failed = futures.isTask(address) ? failedTask(pass, futures, address) : null;
    if (failed !== null) found.push(failed);
  }
  return found;
}

/** Null for one that is pending, was cancelled or has a result. */
function failedTask(pass: Pass, futures: Futures, address: number): FailedTask | null {
  const { objects, memory, layout } = pass;
  if (futures.state(address) !== 'finished') return null;
  const isC = objects.isInstance(address, '_asyncio.Task');
  const exception = isC
    ? memory.word(address + layout.future.exception)
    : objects.attribute(address, '_exception');
  const raised = pass.handlings.read(exception, 0);
  if (raised === null) return null;
  const coroutine = futures.coroutineOf(address);
  const name =
    objects.typeName(coroutine) === 'coroutine'
      ? objects.str(memory.word(coroutine + layout.generator.qualifiedName), MAX_NAME)
      : null;
  return {
    id: hexId(address),
    name: futures.taskName(address),
    coroutine: name ?? '?',
    exceptionType: raised.exceptionType,
    traceback: raised.traceback,
  };
}

/** What the loop's signal handlers refer to. */
function inReach(pass: Pass, loop: number): Set<number> {
  const { objects } = pass;
  const { signalHandlers } = readLoopFields(pass, loop);
  const found = new Set<number>();
  for (const [, handle] of objects.entries(signalHandlers, MAX_SIGNALS)) {
    const facts = callableOf(pass, callbackOf(pass, handle));
    if (facts === null) continue;
    for (const one of [facts.self, ...facts.partialArguments]) addReach(pass, one, DEPTH, found);
    for (const [, one] of facts.closure()) addReach(pass, one, DEPTH, found);
  }
  return found;
}

/** Of the objects that an attribute leads to, only lists and their like are looked into. */
function addReach(pass: Pass, object: number, depth: number, found: Set<number>): void {
  if (object === 0 || pass.outOfTime()) return;
  found.add(object);
  if (depth === 0) return;
  const values = members(pass, object) ?? (depth === DEPTH ? attributes(pass, object) : []);
  for (const one of values) addReach(pass, one, depth - 1, found);
}

/** Null for what is no container. */
function members({ objects }: Pass, object: number): number[] | null {
  const type = objects.typeName(object);
  if (SEQUENCES.has(type)) return objects.items(object, MAX_NEIGHBOURS);
  if (type === 'set') return objects.members(object, MAX_NEIGHBOURS);
  return type === 'dict' ? objects.entries(object, MAX_NEIGHBOURS).map(([, value]) => value) : null;
}

function attributes({ objects }: Pass, object: number): number[] {
  if (OPAQUE.test(objects.typeName(object))) return [];
  return objects.attributes(object, MAX_NEIGHBOURS).map(([, value]) => value);
}
