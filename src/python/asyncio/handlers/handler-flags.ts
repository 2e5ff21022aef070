/**
 * What stands where a handler stores, and whether the events that it sets are set: read from its names, by the rules of
 * its code (a local is what it is bound to, else a cell, else a global). Of values only the identity is taken.
 */
import { hexId } from '../../hex-id.ts';
import type { HandlerFlag } from '../../model/capture.ts';
import type { CallableFacts, Objects } from '../../objects/objects.ts';
import { callableOf } from '../callable.ts';
import type { Session } from '../session.ts';
import type { NameUse } from './code-uses.ts';

const MAX_FLAGS = 16;
const MAX_VARIABLES = 500;

export function handlerFlags(
  session: Session,
  facts: CallableFacts,
  uses: readonly NameUse[],
): HandlerFlag[] {
  const found = new Map<string, HandlerFlag>();
  for (const use of uses) {
    const flag = use.kind === 'store' ? stored(session, facts, use) : event(session, facts, use);
    if (flag !== null && found.size < MAX_FLAGS) found.set(flag.name, flag);
  }
  return [...found.values()];
}

/** `loop.add_signal_handler(SIGTERM, stop.set)`: the event is what it is bound to. */
export function boundEvent(session: Session, { self, qualifiedName }: CallableFacts): HandlerFlag[] {
  const isSet = /(^|\.)set$/.test(qualifiedName) ? eventIsSet(session, self) : null;
  return isSet === null ? [] : [{ name: '', isSet, value: null, isTruth: true, inClass: false }];
}

function event(session: Session, facts: CallableFacts, { kind, path, name }: NameUse): HandlerFlag | null {
  const last = path.at(-1);
  if (kind !== 'call' || name !== 'set' || last === undefined) return null;
  const isSet = eventIsSet(session, resolve(session, facts, path));
  return isSet === null ? null : { name: last, isSet, value: null, isTruth: true, inClass: false };
}

/** `threading.Event._flag`, `asyncio.Event._value` (threading.py, asyncio/locks.py). */
function eventIsSet({ objects }: Session, address: number): boolean | null {
  if (address === 0 || !objects.isInstance(address, 'Event')) return null;
  return (
    objects.bool(objects.attribute(address, '_flag')) ?? objects.bool(objects.attribute(address, '_value'))
  );
}

function stored(session: Session, facts: CallableFacts, { name, target }: NameUse): HandlerFlag | null {
  if (target === null) return null;
  const { objects } = session;
  if (target.length === 0) return valueFlag(objects, name, variable(session, facts, name), false);
  const holder = resolve(session, facts, target);
  if (holder === 0) return null;
  return valueFlag(objects, name, attributeOf(session, holder, name), objects.isInstance(holder, 'type'));
}

function valueFlag(objects: Objects, name: string, value: number, inClass: boolean): HandlerFlag | null {
  if (value === 0) return null;
  return { name, isSet: null, value: hexId(value), isTruth: objects.bool(value) !== null, inClass };
}

/** CO_COROUTINE (Include/cpython/code.h). */
const COROUTINE = 0x80;

/** Whether a call makes a coroutine: of what stands for the name that is called. */
export function callsCoroutine(session: Session, facts: CallableFacts, { path, name }: NameUse): boolean {
  const called = callableOf(
    session,
    resolve(
      session,
      facts,
      [...path, name].filter((one) => one !== ''),
    ),
  );
  const { memory, layout } = session;
  return (
    called !== null && called.code !== 0 && (memory.uint32(called.code + layout.code.flags) & COROUTINE) !== 0
  );
}

/** The object that a dotted name means in the handler's code; 0 where that cannot be told. */
function resolve(session: Session, facts: CallableFacts, [first = '', ...rest]: readonly string[]): number {
  let object = variable(session, facts, first);
  for (const name of rest) object = object === 0 ? 0 : attributeOf(session, object, name);
  return object;
}

function variable(session: Session, facts: CallableFacts, name: string): number {
  const { objects } = session;
  const cell = facts.closure().find(([one]) => one === name);
  if (cell !== undefined) return cell[1];
  const locals = localNames(session, facts.code);
  if (locals[0] === name && facts.self !== 0) return facts.self;
  return locals.includes(name) ? 0 : objects.dictGet(globalsOf(session, facts), name);
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
