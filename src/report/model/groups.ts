/** Tasks that stand at the same place for the same reason, as one group: "37 tasks like this". */
import type { Frame } from '../../diagnosis/vocabulary.ts';
import type { Survivor } from '../report.ts';
import { isUserFile } from '../source-paths.ts';

export interface TaskGroup {
  /** Stands for all: its stack is theirs. */
  first: Survivor;
  members: Survivor[];
}

/** In order of first appearance. */
export function groupTasks(survivors: readonly Survivor[]): TaskGroup[] {
  const groups = new Map<string, TaskGroup>();
  const keys = new StackKeys();
  for (const survivor of survivors) {
    const { coroutine, state, cancellation, role } = survivor;
    const key = `${keys.of(survivor.stack)}|${state}|${cancellation}|${role}|${coroutine}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: survivor, members: [survivor] });
    else group.members.push(survivor);
  }
  return [...groups.values()];
}

/** A short key for each different stack; arrays that are shared are looked at once. */
class StackKeys {
  readonly #byArray = new Map<readonly Frame[], number>();
  readonly #byText = new Map<string, number>();

  of(stack: readonly Frame[]): number {
    let key = this.#byArray.get(stack);
    if (key === undefined) {
      const text = stack.map((frame) => `${frame.file}\0${frame.line}\0${frame.function}`).join('\0\0');
      key = this.#byText.get(text) ?? this.#byText.size;
      this.#byText.set(text, key);
      this.#byArray.set(stack, key);
    }
    return key;
  }
}

/** Where a stack stands as its owner sees it: the innermost frame of the user's code, else the innermost of all. */
export function standsAt(stack: readonly Frame[]): Frame | null {
  return stack.findLast((frame) => isUserFile(frame.file)) ?? stack.at(-1) ?? null;
}
