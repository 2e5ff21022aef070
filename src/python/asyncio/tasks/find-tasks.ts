/** Where asyncio keeps its tasks in each version: cpython-memory.md, 5.3. */
import type { InterpreterState } from '../../interpreters.ts';
import type { Layout } from '../../layouts/layout.ts';
import { CPythonObjects } from '../../objects/cpython-objects.ts';
import type { Pass } from '../../pass.ts';

export interface TaskList {
  /** In order of address: tasks made one after the other mostly lie side by side. */
  addresses: Float64Array;
  /** False when a list or set was changed while it was read. */
  complete: boolean;
  /** `asyncio.tasks` is in sys.modules of some interpreter. */
  asyncioImported: boolean;
}

const MODULE = 'asyncio.tasks';
/** `_all_tasks` 3.8–3.11; `_scheduled_tasks` and, during their first eager step, `_eager_tasks` from 3.12 on. */
const SETS = ['_all_tasks', '_scheduled_tasks', '_eager_tasks'];
const MAX_TASKS = 4_000_000;

export function findTasks(pass: Pass): TaskList {
  const found: number[] = [];
  let complete = true;
  let asyncioImported = false;
  for (const interpreter of pass.interpreters) {
    const isMain = interpreter === pass.interpreters.at(-1);
    const objects = isMain ? pass.objects : new CPythonObjects(pass.memory, pass.layout, interpreter.modules);
    if (interpreter.modules === 0 || objects.module(MODULE) === 0) continue;
    asyncioImported = true;
    for (const name of SETS) {
      if (!addSet(objects, objects.global(MODULE, name), found)) complete = false;
    }
    for (const head of listHeads(pass.layout, interpreter)) {
      if (!addList(pass, head, found)) complete = false;
    }
  }
  return { addresses: sortedWithoutDoubles(found), complete, asyncioImported };
}

/** 3.14+: one list for each thread, and one of the interpreter for tasks of threads that have ended. */
function listHeads({ interpreter, thread }: Layout, { address, threads }: InterpreterState): number[] {
  if (interpreter.tasksHead === null || thread.asyncio === null) return [];
  const { tasksHead } = thread.asyncio;
  return [address + interpreter.tasksHead, ...threads.map((state) => state + tasksHead)];
}

/** True when as many members were seen as the set says it has. A dead reference counts as seen. */
function addSet(objects: CPythonObjects, set: number, found: number[]): boolean {
  if (set === 0) return true;
  const weak = objects.isInstance(set, 'WeakSet');
  const members = weak ? objects.attribute(set, 'data') : set;
  if (members === 0) return false;
  const before = objects.length(members);
  const seen = objects.members(members, MAX_TASKS);
  for (const member of seen) {
    const task = weak ? objects.weakReferent(member) : member;
    if (task !== 0) found.push(task);
  }
  return before === seen.length;
}

/** `llist_node` {next, prev}; a node lies inside its task. True when the list leads back to its head. */
function addList({ memory, layout }: Pass, head: number, found: number[]): boolean {
  const { node: nodeOffset } = layout.future;
  if (nodeOffset === null) return true;
  let previous = head;
  let node = memory.word(head);
  // The head of a thread that never ran a task is not yet a list.
  if (node === 0) return true;
  for (let count = 0; node !== head && count < MAX_TASKS; count += 1) {
    if (node === 0 || memory.word(node + 8) !== previous) return false;
    found.push(node - nodeOffset);
    previous = node;
    node = memory.word(node);
  }
  return node === head;
}

function sortedWithoutDoubles(found: number[]): Float64Array {
  const sorted = Float64Array.from(found).sort();
  let count = 0;
  for (const address of sorted) {
    if (count > 0 && sorted[count - 1] === address) continue;
    sorted[count] = address;
    count += 1;
  }
  return sorted.subarray(0, count);
}
