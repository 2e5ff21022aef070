/** The objects whose `with` a frame stands inside, from its value stack. */
import { callableOf } from '../callable.ts';
import type { Session } from '../session.ts';

const EXIT = /(^|\.)__a?exit__$/;
/** Methods of C types, and `d_name` of theirs behind the header (descrobject.h). */
const DESCRIPTORS: ReadonlySet<string> = new Set(['method_descriptor', 'wrapper_descriptor']);
const DESCRIPTOR_NAME = 8;

export interface StackObject {
  object: number;
  /** Its `__exit__` or `__aexit__` is kept there. */
  isEntered: boolean;
  /** Code of that; 0 where it is of C, or not there. */
  exitCode: number;
}

/**
 * Inside a `with` or an `async with` the stack keeps the bound exit until 3.13, and from 3.14 the function and the object side
 * by side (`LOAD_SPECIAL`).
 */
export function objectAt(session: Session, stack: readonly number[], position: number): StackObject {
  const value = stack[position] ?? 0;
  const type = session.objects.typeName(value);
  const isMethod = type === 'method' || type === 'builtin_function_or_method';
  const facts = isMethod ? callableOf(session, value) : null;
  if (facts !== null) {
    const isEntered = EXIT.test(facts.qualifiedName);
    return { object: facts.self, isEntered, exitCode: isEntered ? facts.code : 0 };
  }
  const beside = [stack[position - 1] ?? 0, stack[position + 1] ?? 0];
  const exit = isExit(session, value) ? undefined : beside.find((one) => isExit(session, one));
  const exitCode = exit === undefined ? 0 : (callableOf(session, exit)?.code ?? 0);
  return { object: value, isEntered: exit !== undefined, exitCode };
}

function isExit(session: Session, value: number): boolean {
  const { objects, memory, layout } = session;
  const type = value === 0 ? '' : objects.typeName(value);
  const name = DESCRIPTORS.has(type)
    ? objects.str(memory.word(value + layout.object.headerBytes + DESCRIPTOR_NAME))
    : type === 'function' && callableOf(session, value)?.qualifiedName;
  return name !== null && name !== false && name !== undefined && EXIT.test(name);
}
