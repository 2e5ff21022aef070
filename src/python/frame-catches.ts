/**
 * What the source around a frame leaves open of an exception's way: the classes that a name in an `except` clause stands for, and
 * the make of the managers whose `with` it stands inside.
 */
import { caughtNames } from './asyncio/handlers/caught-names.ts';
import type { TasksAgain } from './asyncio/raw-task.ts';
import { objectAt } from './asyncio/waits/entered.ts';
import { resolveName } from './asyncio/waits/resolve-name.ts';
import type { RawFrame } from './frames/frames.ts';
import { hexId } from './hex-id.ts';
import type { EnteredManager, FrameCatches } from './model/capture.ts';
import { isDecoratorFrame } from './model/decorator-frame.ts';
import type { Pass } from './pass.ts';

/** As of the work that is left: of a process with more tasks the first tell enough. */
const MAX_TASKS = 256;
const MAX_CLASSES = 32;

export function readFrameCatches(pass: Pass, tasks: TasksAgain): FrameCatches[] {
  const reader = new CatchReader(pass);
  const all: FrameCatches[] = [];
  let count = 0;
  for (const { address, frames } of tasks()) {
    if (count >= MAX_TASKS || pass.outOfTime()) break;
    count += 1;
    for (const frame of frames) {
      const isAsked = frame.place.origin !== 'python' || isDecoratorFrame(frame.place);
      const found = isAsked ? reader.of(frame) : null;
      if (found !== null) all.push({ taskId: hexId(address), codeId: frame.code, ...found });
    }
  }
  return all;
}

class CatchReader {
  readonly #pass: Pass;
  readonly #names = new Map<number, readonly string[][]>();

  constructor(pass: Pass) {
    this.#pass = pass;
  }

  /** Null where there is nothing to say. */
  of(frame: RawFrame): Pick<FrameCatches, 'classes' | 'managers'> | null {
    const classes = this.#namesOf(frame.code).flatMap((path) => {
      const types = classesOf(this.#pass, resolveName(this.#pass, frame, path));
      return types === null ? [] : [{ name: path.join('.'), types }];
    });
    const managers = managersOf(this.#pass, frame);
    return classes.length + managers.length === 0 ? null : { classes, managers };
  }

  #namesOf(code: number): readonly string[][] {
    let names = this.#names.get(code);
    if (names === undefined) {
      names = caughtNames(this.#pass, code);
      this.#names.set(code, names);
    }
    return names;
  }
}

/** Of an exception class, or of a tuple of such. */
function classesOf({ objects }: Pass, value: number): string[] | null {
  const items = objects.typeName(value) === 'tuple' ? objects.items(value, MAX_CLASSES) : [value];
  if (items.length >= MAX_CLASSES) return null;
  const names = items.map((one) => objects.exceptionClass(one));
  return names.every((one): one is string => one !== null) ? names : null;
}

function managersOf(pass: Pass, frame: RawFrame): EnteredManager[] {
  const stack = pass.frames.valueStack(frame.address);
  return stack.flatMap((_value, position) => {
    const { object, isEntered, exitCode } = objectAt(pass, stack, position);
    return isEntered ? [managerOf(pass, object, exitCode)] : [];
  });
}

/** contextlib.py: `suppress` keeps its classes in `_exceptions`, a function's manager its generator in `gen`. */
function managerOf(pass: Pass, manager: number, exitCode: number): EnteredManager {
  const { objects, frames } = pass;
  const type = objects.typeName(manager);
  const suppresses = objects.typeLineage(manager).includes('suppress')
    ? classesOf(pass, objects.attribute(manager, '_exceptions'))
    : null;
  const generator = /GeneratorContextManager$/.test(type) ? objects.attribute(manager, 'gen') : 0;
  return {
    type,
    suppresses,
    generator: generator === 0 ? null : (frames.ofCoroutine(generator)?.place ?? null),
    exit: exitCode === 0 ? null : frames.placeOfCode(exitCode),
  };
}
