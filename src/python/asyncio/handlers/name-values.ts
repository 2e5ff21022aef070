/** What the names in a handler's code stand for: a local is what it is bound to, else a cell, else a global. */
import type { CallableFacts } from '../../objects/objects.ts';
import { callableOf } from '../callable.ts';
import type { Session } from '../session.ts';
import { setterOf } from './descriptors.ts';
import type { NameUse } from './name-use.ts';

const MAX_VARIABLES = 500;

/** CO_COROUTINE (Include/cpython/code.h). */
const COROUTINE = 0x80;

/** Whether what is called makes a coroutine. */
export function isCoroutine({ memory, layout }: Session, { code }: CallableFacts): boolean {
  return code !== 0 && (memory.uint32(code + layout.code.flags) & COROUTINE) !== 0;
}

/** The object that a use of a name means; 0 where that cannot be told. */
export function resolveUse(session: Session, facts: CallableFacts, { path, name }: NameUse): number {
  return resolve(
    session,
    facts,
    [...path, name].filter((one) => one !== ''),
  );
}

export function isLocal(session: Session, { code }: CallableFacts, name: string): boolean {
  return localNames(session, code).includes(name);
}

/** What stands for the name that is called, with the object whose method it is; null where that cannot be told. */
export function calledBy(
  session: Session,
  facts: CallableFacts,
  { path, name }: NameUse,
): CallableFacts | null {
  const { objects } = session;
  const words = path.filter((one) => one !== '');
  const holder = words.length === 0 ? 0 : resolve(session, facts, words);
  if (words.length > 0 && holder === 0) return null;
  const value = holder === 0 ? variable(session, facts, name) : attributeOf(session, holder, name);
  const wrapper = objects.typeName(value);
  const isWrapped = wrapper === 'classmethod' || wrapper === 'staticmethod';
  const called = callableOf(session, isWrapped ? wrappedBy(session, value) : value);
  if (called === null || called.self !== 0 || holder === 0 || wrapper === 'staticmethod') return called;
  const isClass = objects.isInstance(holder, 'type');
  if (wrapper === 'classmethod') return { ...called, self: isClass ? holder : objects.typeOf(holder) };
  // A function of its class's: the object is the first argument.
  const isBound = !(isClass || objects.isInstance(holder, 'module')) && objects.attribute(holder, name) === 0;
  return isBound ? { ...called, self: holder } : called;
}

/** The code that a store to an attribute runs, by a property or another descriptor; null for none. */
export function setBy(
  session: Session,
  facts: CallableFacts,
  { kind, target, name }: NameUse,
): CallableFacts | null {
  if (kind !== 'store' || target === null || target.length === 0) return null;
  const holder = resolve(session, facts, target);
  return holder === 0 ? null : setterOf(session, holder, name);
}

/** `cm_callable`, `sm_callable`: the first field of both (Objects/funcobject.c). */
function wrappedBy({ memory, layout }: Session, wrapper: number): number {
  return memory.word(wrapper + layout.object.headerBytes);
}

/** The object that a dotted name means in the handler's code; 0 where that cannot be told. */
export function resolve(
  session: Session,
  facts: CallableFacts,
  [first = '', ...rest]: readonly string[],
): number {
  let object = variable(session, facts, first);
  for (const name of rest) object = object === 0 ? 0 : attributeOf(session, object, name);
  return object;
}

export function variable(session: Session, facts: CallableFacts, name: string): number {
  const { objects } = session;
  const cell = facts.closure().find(([one]) => one === name);
  if (cell !== undefined) return cell[1];
  const locals = localNames(session, facts.code);
  if (locals[0] === name && facts.self !== 0) return facts.self;
  const index = locals.indexOf(name);
  if (index === -1) return objects.dictGet(globalsOf(session, facts), name);
  // What a partial brings along comes first.
  return facts.partialArguments[index - Number(facts.self !== 0)] ?? 0;
}

/** In the order of their slots: `self` is the first. */
function localNames({ objects, memory, layout }: Session, code: number): string[] {
  const { variables } = layout.code;
  const namesAt = (offset: number) =>
    objects.items(memory.word(code + offset), MAX_VARIABLES).map((one) => objects.str(one) ?? '');
  return variables.kind === 'merged'
    ? namesAt(variables.names)
    : [...namesAt(variables.localNames), ...namesAt(variables.cellNames)];
}

function globalsOf({ memory, layout }: Session, facts: CallableFacts): number {
  return facts.function === 0 ? 0 : memory.word(facts.function + layout.function.globals);
}

/** An instance's own, else its class's. */
function attributeOf({ objects }: Session, object: number, name: string): number {
  if (objects.isInstance(object, 'type')) return objects.typeAttribute(object, name);
  return objects.attribute(object, name) || objects.typeAttribute(objects.typeOf(object), name);
}
