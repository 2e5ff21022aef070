/**
 * Attributes of which the type has the last word: a property, a descriptor with `__set__`, a field of C. What is stored to
 * one goes where its code puts it (Objects/object.c, `_PyObject_GenericSetAttrWithDict`).
 */
import type { CallableFacts } from '../../objects/objects.ts';
import { callableOf } from '../callable.ts';
import type { Session } from '../session.ts';

/** Those of C, whose own attributes cannot be looked up from 3.12 on: a static type keeps them in the interpreter. */
const OF_C: ReadonlySet<string> = new Set(['property', 'getset_descriptor', 'member_descriptor']);
/** `prop_set` of `propertyobject`, behind `prop_get` (Objects/descrobject.c). */
const PROPERTY_SETTER = 8;

/** The descriptor that a store to that attribute of the object goes to; 0 for none: it goes into the object itself. */
function dataDescriptor({ objects }: Session, object: number, name: string): number {
  const found = objects.typeAttribute(objects.typeOf(object), name);
  if (found === 0) return 0;
  if (OF_C.has(objects.typeName(found))) return found;
  const isOwn = objects.typeLineage(found).some((one) => OF_C.has(one));
  return isOwn || objects.typeAttribute(objects.typeOf(found), '__set__') !== 0 ? found : 0;
}

/** What Python code a store to that attribute runs; null for none. */
export function setterOf(session: Session, object: number, name: string): CallableFacts | null {
  const { objects, memory, layout } = session;
  const descriptor = dataDescriptor(session, object, name);
  if (descriptor === 0) return null;
  if (objects.isInstance(descriptor, 'property')) {
    const setter = memory.word(descriptor + layout.object.headerBytes + PROPERTY_SETTER);
    const called = callableOf(session, setter);
    return called === null || called.self !== 0 ? called : { ...called, self: object };
  }
  const called = callableOf(session, objects.typeAttribute(objects.typeOf(descriptor), '__set__'));
  return called === null || called.self !== 0 ? called : { ...called, self: descriptor };
}

/**
 * The object that stands for an attribute, and is changed by a store to it; 0 where none does, or where it cannot be read:
 * behind a descriptor, or where the class has a `__setattr__` of its own and the object has none.
 */
export function storedValue(session: Session, object: number, name: string): number {
  const { objects } = session;
  const type = objects.typeOf(object);
  const own = objects.attribute(object, name);
  const descriptor = dataDescriptor(session, object, name);
  // A slot is read as the object's own.
  if (descriptor !== 0) return objects.typeName(descriptor) === 'member_descriptor' ? own : 0;
  if (objects.isInstance(object, 'type')) return objects.typeAttribute(object, name);
  if (own !== 0) return own;
  const isElsewhere = callableOf(session, objects.typeAttribute(type, '__setattr__'))?.code;
  return isElsewhere === undefined || isElsewhere === 0 ? objects.typeAttribute(type, name) : 0;
}
