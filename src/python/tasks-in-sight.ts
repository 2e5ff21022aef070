/**
 * The pending tasks that a task's code has a name for: `job`, `self.jobs`, a module's `background`. Who asks in rounds whether they
 * are done waits for them, and has no edge to them.
 */
import { nameUses } from './asyncio/handlers/code-uses.ts';
import type { TasksAgain } from './asyncio/raw-task.ts';
import { Futures } from './asyncio/waits/futures.ts';
import { resolveName } from './asyncio/waits/resolve-name.ts';
import type { RawFrame } from './frames/frames.ts';
import { hexId } from './hex-id.ts';
import type { TasksInSight } from './model/capture.ts';
import type { Wait } from './model/wait.ts';
import type { Pass } from './pass.ts';

/** As of the work that is left: of a process with more tasks the first tell enough. */
const MAX_TASKS = 256;
const MAX_NAMES = 48;
const MAX_HELD = 1_000;

export function readTasksInSight(pass: Pass, tasks: TasksAgain): TasksInSight[] {
  const reader = new SightReader(pass);
  const all: TasksInSight[] = [];
  let count = 0;
  for (const { address, frames } of tasks(mayPause)) {
    if (count >= MAX_TASKS || pass.outOfTime()) break;
    count += 1;
    const frame = frames.findLast(({ place }) => place.origin !== 'python');
    if (frame === undefined) continue;
    for (const one of reader.of(frame)) all.push({ ...one, taskId: hexId(address) });
  }
  return all;
}

/** Between two looks at the others it sleeps. */
function mayPause(wait: Wait | null): boolean {
  return wait === null || wait.on.kind === 'timer' || wait.on.kind === 'ready';
}

class SightReader {
  readonly #pass: Pass;
  readonly #futures: Futures;
  readonly #paths = new Map<number, readonly string[][]>();
  /** By address: hundreds of tasks may have one list in sight. */
  readonly #held = new Map<number, string[]>();

  constructor(pass: Pass) {
    this.#pass = pass;
    this.#futures = new Futures(pass);
  }

  of(frame: RawFrame): Pick<TasksInSight, 'name' | 'pending'>[] {
    const found = new Map<string, number>(this.#pass.frames.locals(frame.address).slice(0, MAX_NAMES));
    for (const path of this.#pathsOf(frame.code)) {
      const name = path.join('.');
      if (!found.has(name)) found.set(name, resolveName(this.#pass, frame, path));
    }
    return [...found].flatMap(([name, value]) => {
      const pending = this.#tasksAt(value);
      return pending.length === 0 ? [] : [{ name, pending }];
    });
  }

  /** Every name and attribute that the code loads, and what it calls a method of. */
  #pathsOf(code: number): readonly string[][] {
    let paths = this.#paths.get(code);
    if (paths === undefined) {
      const named = new Map<string, string[]>();
      for (const { kind, path, name } of nameUses(this.#pass, code)) {
        const one = kind === 'load' ? [...path, name] : [...path];
        if (one.length > 0 && named.size < MAX_NAMES) named.set(one.join('.'), one);
      }
      paths = [...named.values()];
      this.#paths.set(code, paths);
    }
    return paths;
  }

  /** A task itself, or those in a list, a set or a dict. */
  #tasksAt(value: number): string[] {
    if (value === 0) return [];
    let held = this.#held.get(value);
    if (held === undefined) {
      held = (this.#isPendingTask(value) ? [value] : this.#within(value)).map(hexId);
      this.#held.set(value, held);
    }
    return held;
  }

  #within(value: number): number[] {
    const { objects } = this.#pass;
    const [first] = this.#items(value, 1);
    if (first === undefined || !first.some((one) => this.#futures.isTask(one))) return [];
    return this.#items(value, MAX_HELD)
      .flat()
      .filter((one) => one !== 0 && !objects.isNone(one) && this.#isPendingTask(one));
  }

  #items(value: number, most: number): (readonly number[])[] {
    const { objects } = this.#pass;
    const listed = objects.items(value, most);
    if (listed.length > 0) return listed.map((one) => [one]);
    const members = objects.members(value, most);
    return members.length > 0 ? members.map((one) => [one]) : objects.entries(value, most);
  }

  #isPendingTask(value: number): boolean {
    return this.#futures.isTask(value) && this.#futures.isPending(value);
  }
}
