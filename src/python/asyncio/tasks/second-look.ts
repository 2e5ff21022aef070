/** Whether tasks still stand where they were seen a moment ago (cpython-memory.md, 5.10). */
import { GeneratorState } from '../../frames/frame-access.ts';
import type { CodePlace } from '../../model/frame.ts';
import type { Pass } from '../../pass.ts';
import type { TaskTrail } from './task-trail.ts';

const WORD_BYTES = 8;

/**
 * Addresses of the tasks, from a place in the trail on, that have taken a step since they were walked. Reads the process
 * again, past the pages that were kept. `isC`: the fields of a task of Python are not looked at, only its frames.
 */
export function movedSince(
  pass: Pass,
  trail: TaskTrail,
  from: number,
  isC: (task: number) => boolean,
): number[] {
  pass.again.memory.reset();
  const rest = restingTasks(pass, trail, isC);
  const moved: number[] = [];
  for (let index = from; index < trail.count; index += 1) {
    const task = trail.task(index);
    if (task === 0 || rest?.(index) === true) continue;
    if (!((isC(task) ? hasSameFields(pass, trail, index) : true) && hasSameFrames(pass, trail, index)))
      moved.push(task);
  }
  return moved;
}

/**
 * The quick way: a task has not moved where no byte has changed in the pages that hold it and the coroutine that waits.
 * Each step clears `fut_waiter` and goes through that coroutine (`task_step_impl`, _asynciomodule.c); the pages of the
 * others are most of all, and to read them again would take as long as the first time. Null where frames do not
 * lie in their coroutines (before 3.11).
 */
function restingTasks(
  { layout, memory }: Pass,
  trail: TaskTrail,
  isC: (task: number) => boolean,
): ((index: number) => boolean) | null {
  const { generator, frame, future } = layout;
  const pages = frame.kind === 'interpreter' ? memory.compare() : null;
  if (pages === null || frame.kind !== 'interpreter') return null;
  const inFrame = Math.max(frame.code, frame.instructionPointer);
  const generatorBytes = Math.max(generator.frame + inFrame, generator.frameState ?? 0) + WORD_BYTES;
  const taskBytes = Math.max(future.state, future.waiter, future.coroutine) + WORD_BYTES;
  return (index) => {
    const task = trail.task(index);
    if (isC(task) && !pages.isSame(task, taskBytes)) return false;
    const depth = trail.depth(index);
    return depth === 0 || pages.isSame(trail.generator(index, depth - 1), generatorBytes);
  };
}

function hasSameFields({ again, layout }: Pass, trail: TaskTrail, index: number): boolean {
  const { memory } = again;
  const { state, waiter, coroutine } = layout.future;
  const task = trail.task(index);
  return (
    memory.int32(task + state) === 0 &&
    memory.word(task + waiter) === trail.waiter(index) &&
    memory.word(task + coroutine) === trail.coroutine(index)
  );
}

function hasSameFrames(pass: Pass, trail: TaskTrail, index: number): boolean {
  const stack = trail.stack(index);
  for (let at = 0; at < trail.depth(index); at += 1) {
    const place = stack[at];
    if (place === undefined || !standsAt(pass, trail.generator(index, at), place)) return false;
  }
  return true;
}

/** Of a generator that ended, another may have taken the memory: its code tells. */
function standsAt({ again: { access } }: Pass, generator: number, place: CodePlace): boolean {
  const frame = access.ofGenerator(generator);
  if (access.stateOf(generator, frame) === GeneratorState.ended) return false;
  return access.code(frame) === place.codeId && access.instruction(frame, place.codeId) === place.instruction;
}
