/**
 * What stands where a handler stores, and whether the events that it sets are set: read from its names, by the rules of
 * its code (a local is what it is bound to, else a cell, else a global). Of values only the identity is taken.
 */
import { hexId } from '../../hex-id.ts';
import type { HandlerFlag } from '../../model/capture.ts';
import { NO_SUCH_NAME } from '../../model/capture.ts';
import type { CallableFacts, Objects } from '../../objects/objects.ts';
import type { Session } from '../session.ts';
import { actedOn } from './acts.ts';
import { storedValue } from './descriptors.ts';
import { holdsStored } from './holds-stored.ts';
import type { NameUse } from './name-use.ts';
import { resolve, variable } from './name-values.ts';

/** What one use of a name sets, of the handler itself or of a function that it calls; none where nothing can be found. */
export function flagsOfUse(session: Session, facts: CallableFacts, use: NameUse): HandlerFlag[] {
  if (use.kind !== 'store') {
    const told = event(session, facts, use);
    return told === null ? actedOn(session, facts, use) : [told];
  }
  const flag =
    use.item === undefined ? stored(session, facts, use) : entry(session, facts, { ...use.item, use });
  return flag === null ? [] : [flag];
}

/** `loop.add_signal_handler(SIGTERM, stop.set)`: the event is what it is bound to. */
export function boundEvent(session: Session, { self, qualifiedName }: CallableFacts): HandlerFlag[] {
  const isSet = /(^|\.)set$/.test(qualifiedName) ? eventIsSet(session, self) : null;
  return isSet === null ? [] : [{ name: '', isSet, value: null, kind: 'event', inClass: false }];
}

/** `functools.partial(setattr, service, 'stopping', True)`: the name of the attribute and what stands there. */
export function boundSetattr(
  session: Session,
  { qualifiedName, partialArguments: [object = 0, word = 0, given = 0] }: CallableFacts,
): { name: string; flag: HandlerFlag | null } | null {
  const name = qualifiedName === 'setattr' && object !== 0 ? session.objects.str(word) : null;
  if (name === null) return null;
  const value = storedValue(session, object, name);
  const isAsStored = word !== 0 && value === given;
  return { name, flag: valueFlag(session.objects, { name, value, inClass: false, isAsStored }) };
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

function stored(session: Session, facts: CallableFacts, use: NameUse): HandlerFlag | null {
  const { name, target } = use;
  if (target === null) return null;
  const holder = target.length === 0 ? 0 : resolve(session, facts, target);
  if (target.length > 0 && holder === 0) return null;
  const value = holder === 0 ? variable(session, facts, name) : storedValue(session, holder, name);
  const inClass = session.objects.isInstance(holder, 'type');
  const isAsStored = holdsStored(session, facts, use, value);
  if (value === 0 && isAsStored === true) return { ...NO_ENTRY, name, inClass, isAsStored };
  if (value === 0) return { ...NO_ENTRY, name, inClass, value: NO_SUCH_NAME };
  return valueFlag(session.objects, { name, value, inClass, isAsStored });
}

interface Value {
  name: string;
  value: number;
  inClass: boolean;
  isAsStored: boolean | null;
}

function valueFlag(objects: Objects, { name, value, inClass, isAsStored }: Value): HandlerFlag | null {
  if (value === 0) return null;
  const kind = isWord(objects, value) ? 'word' : 'value';
  const flag: HandlerFlag = { name, isSet: null, value: hexId(value), kind, inClass };
  return isAsStored === null ? flag : { ...flag, isAsStored };
}

/** An entry that is not there. */
const NO_ENTRY = { isSet: null, value: 'none', kind: 'word', inClass: false } as const;

/** Of a member of an enum the type's bases tell (enum.py). */
function isWord(objects: Objects, value: number): boolean {
  const lineage = objects.typeLineage(value);
  return ['bool', 'str', 'Enum'].some((one) => lineage.includes(one));
}

/** `self.state['stopping'] = True`, `del self.state['running']`: the dict's entry. */
function entry(
  session: Session,
  facts: CallableFacts,
  { container: path, key, use }: NonNullable<NameUse['item']> & { use: NameUse },
): HandlerFlag | null {
  const dict = key === null ? 0 : resolve(session, facts, path);
  if (dict === 0 || key === null || !session.objects.isInstance(dict, 'dict')) return null;
  const value = session.objects.dictGet(dict, key);
  const isAsStored = holdsStored(session, facts, use, value);
  return (
    valueFlag(session.objects, { name: key, value, inClass: false, isAsStored }) ?? {
      ...NO_ENTRY,
      name: key,
      isAsStored: isAsStored === true,
    }
  );
}
