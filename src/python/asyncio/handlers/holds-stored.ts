/** Whether what stands where a handler stores is what it stores: then it may have run before, and that nothing changed tells nothing. */
import type { CallableFacts } from '../../objects/objects.ts';
import type { Session } from '../session.ts';
import type { NameUse } from './name-use.ts';
import { constantsOf } from './setattr-stores.ts';

/** null where the handler stores what it has computed, or where that cannot be told. */
export function holdsStored(
  session: Session,
  { code }: CallableFacts,
  { stored }: NameUse,
  value: number,
): boolean | null {
  const { objects } = session;
  switch (stored?.kind) {
    case undefined: {
      // A word among the constants of its code is as likely as not the one.
      const isConstant = value !== 0 && !objects.isNone(value) && constantsOf(session, code).includes(value);
      return isConstant ? true : null;
    }
    case 'nothing':
      return value === 0;
    case 'object':
      return stored.address === 0 ? null : stored.address === value;
    case 'number':
      return objects.typeName(value) === 'int' && objects.int(value) === stored.number;
    case 'singleton':
      return stored.value === null ? objects.isNone(value) : objects.bool(value) === stored.value;
  }
}
