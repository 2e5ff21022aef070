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

const MAX_VARIABLES = 500;

/** What one use of a name sets, of the handler itself or of a function that it calls; null for none that can be found. */
export function flagOfUse(session: Session, facts: CallableFacts, use: NameUse): HandlerFlag | null {
  if (use.kind !== 'store') return event(session, facts, use) ?? container(session, facts, use);
  return use.item === undefined ? stored(session, facts, use) : entry(session, facts, use.item);
}

/** `loop.add_signal_handler(SIGTERM, stop.set)`: the event is what it is bound to. */
export function boundEvent(session: Session, { self, qualifiedName }: CallableFacts): HandlerFlag[] {
  const isSet = /(^|\.)set$/.test(qualifiedName) ? eventIsSet(session, self) : null;
  return isSet === null ? [] : [{ name: '', isSet, value: null, kind: 'event', inClass: false }];
}

/** `functools.partial(setattr, service, 'stopping', True)`: the name of the attribute and what stands there. */
export function boundSetattr(
  { objects }: Session,
  { qualifiedName, partialArguments: [object = 0, word = 0] }: CallableFacts,
): { name: string; flag: HandlerFlag | null } | null {
  const name = qualifiedName === 'setattr' && object !== 0 ? objects.str(word) : null;
  return name === null
    ? null
    : { name, flag: valueFlag(objects, name, objects.attribute(object, name), false) };
}

function event(session: Session, facts: CallableFacts, { kind, path, name }: NameUse): HandlerFlag | null {
  const last = path.at(-1);
  if (kind !== 'call' || name !== 'set' || last === undefined) return null;
  const isSet = eventIsSet(session, resolve(session, facts, path));
  return isSet === null ? null : { name: last, isSet, value: null, kind: 'event', inClass: false };
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
  const kind = isWord(objects, value) ? 'word' : 'value';
  return { name, isSet: null, value: hexId(value), kind, inClass };
}

/** Of a member of an enum the type's bases tell (enum.py). */
function isWord(objects: Objects, value: number): boolean {
  const lineage = objects.typeLineage(value);
  return ['bool', 'str', 'Enum'].some((one) => lineage.includes(one));
}

/** `self.state['stopping'] = True`: the dict's entry. */
function entry(
  session: Session,
  facts: CallableFacts,
  { container: path, key }: NonNullable<NameUse['item']>,
): HandlerFlag | null {
  const dict = key === null ? 0 : resolve(session, facts, path);
  if (dict === 0 || key === null || !session.objects.isInstance(dict, 'dict')) return null;
  const value = session.objects.dictGet(dict, key);
  return value === 0
    ? { name: key, isSet: null, value: 'none', kind: 'word', inClass: false }
    : valueFlag(session.objects, key, value, false);
}

const ADDS = /^(append|appendleft|add)$/;

/** `self.requests.add('stop')`: how much is in it tells whether something was added. */
function container(
  session: Session,
  facts: CallableFacts,
  { kind, path, name }: NameUse,
): HandlerFlag | null {
  const last = path.at(-1);
  if (kind !== 'call' || last === undefined || !ADDS.test(name)) return null;
  const held = resolve(session, facts, path);
  const length = held === 0 ? null : session.objects.length(held);
  return length === null
    ? null
    : { name: last, isSet: null, value: `${hexId(held)} ${length}`, kind: 'container', inClass: false };
}

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

/** `cm_callable`, `sm_callable`: the first field of both (Objects/funcobject.c). */
function wrappedBy({ memory, layout }: Session, wrapper: number): number {
  return memory.word(wrapper + layout.object.headerBytes);
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
