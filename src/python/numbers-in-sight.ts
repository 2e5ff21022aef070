/**
 * Numbers, moments and durations that a frame's code has names for, where it looks at a clock or pauses: `deadline`, `self.limit`,
 * `waited`. A loop that tests them ends some time, and no timer of an event loop says when.
 */
import { nameUses } from './asyncio/handlers/code-uses.ts';
import type { TasksAgain } from './asyncio/raw-task.ts';
import { resolveName } from './asyncio/waits/resolve-name.ts';
import type { RawFrame } from './frames/frames.ts';
import { hexId } from './hex-id.ts';
import type { NumberInSight, NumbersInSight } from './model/capture.ts';
import { Moments } from './objects/moments.ts';
import type { Pass } from './pass.ts';
import type { WalkedThread } from './threads/walk-threads.ts';

/** As of the work that is left: of a process with more tasks the first tell enough. */
const MAX_TASKS = 256;
/** The oldest, of which the main thread is one, are the last of the list. */
const MAX_THREADS = 256;
const MAX_FRAMES = 32;
const MAX_NAMES = 64;
const CLOCK_OR_PAUSE = /^(time|monotonic|perf_counter)(_ns)?$|sleep|wait|clock|now/;

export function readNumbersInSight(
  pass: Pass,
  threads: readonly WalkedThread[],
  tasks: TasksAgain,
): NumbersInSight {
  const reader = new NumberReader(pass);
  const all: NumberInSight[] = [];
  const { system } = pass;
  const clocks = { monotonicSeconds: system.nowMs() / 1_000, wallSeconds: Date.now() / 1_000 };
  for (const { id, frames } of threads.slice(-MAX_THREADS)) {
    if (pass.outOfTime()) break;
    frames.slice(0, MAX_FRAMES).forEach((frame, index) => {
      for (const one of reader.of(frame))
        all.push({ ...one, taskId: null, threadId: id, frameIndex: frames.length - 1 - index });
    });
  }
  let count = 0;
  for (const { address, frames } of tasks()) {
    if (count >= MAX_TASKS || pass.outOfTime()) break;
    count += 1;
    frames.slice(0, MAX_FRAMES).forEach((frame, frameIndex) => {
      for (const one of reader.of(frame))
        all.push({ ...one, taskId: hexId(address), threadId: null, frameIndex });
    });
  }
  return { ...clocks, localOffsetSeconds: reader.moments.localOffsetSeconds(), all };
}

class NumberReader {
  readonly moments: Moments;
  readonly #pass: Pass;
  readonly #paths = new Map<number, readonly string[][]>();

  constructor(pass: Pass) {
    this.#pass = pass;
    this.moments = new Moments(pass.memory, pass.objects, pass.layout.object.headerBytes);
  }

  of(frame: RawFrame): Pick<NumberInSight, 'name' | 'value'>[] {
    if (frame.place.origin === 'python') return [];
    const { objects } = this.#pass;
    return this.#pathsOf(frame.code).flatMap((path) => {
      const address = resolveName(this.#pass, frame, path);
      const value =
        address === 0
          ? null
          : (objects.float(address) ?? objects.int(address) ?? this.moments.seconds(address));
      return value === null || !Number.isFinite(value) ? [] : [{ name: path.join('.'), value }];
    });
  }

  /** The variables and attributes that the code loads; none where it neither looks at a clock nor pauses. */
  #pathsOf(code: number): readonly string[][] {
    let paths = this.#paths.get(code);
    if (paths === undefined) {
      paths = this.#isClocked(code) ? this.#loadedBy(code) : [];
      this.#paths.set(code, paths);
    }
    return paths;
  }

  #isClocked(code: number): boolean {
    const { memory, objects, layout } = this.#pass;
    return objects
      .items(memory.word(code + layout.code.names), MAX_NAMES)
      .some((name) => CLOCK_OR_PAUSE.test(objects.str(name) ?? ''));
  }

  #loadedBy(code: number): readonly string[][] {
    const named = new Map<string, string[]>();
    for (const { kind, path, name } of nameUses(this.#pass, code)) {
      // Of a name that is loaded (LOAD_NAME, and LOAD_GLOBAL up to 3.10) it is not seen whether it is called then.
      if (kind === 'store' || named.size >= MAX_NAMES) continue;
      const one = [...path, name];
      named.set(one.join('.'), one);
    }
    return [...named.values()];
  }
}
