/** `asyncio/locks.py`: who waits stands in a method of the primitive, with the future in `_waiters`. */
import type { PrimitiveKind, Wait } from '../../../model/wait.ts';
import type { PrimitiveRole } from '../primitive-collector.ts';
import type { Look, Recogniser } from '../recogniser.ts';
import { local } from '../recogniser.ts';

const FILE = '/asyncio/locks.py';

type Kinds = readonly (readonly [typeName: string, kind: PrimitiveKind])[];
const ACQUIRED: Kinds = [
  ['Lock', 'lock'],
  ['Semaphore', 'semaphore'],
];
const AWAITED: Kinds = [
  ['Event', 'event'],
  ['Condition', 'condition'],
];
const BARRIER: Kinds = [['Barrier', 'barrier']];

export const LOCK_RULES: readonly Recogniser[] = [
  { file: FILE, functions: ['acquire'], read: (look) => selfAs(look, ACQUIRED, 'acquire') },
  { file: FILE, functions: ['wait'], read: (look) => selfAs(look, AWAITED, 'wait') },
  // `Barrier.wait` waits for its condition in one of these (3.11+).
  { file: FILE, functions: ['_wait', '_block'], wraps: true, read: (look) => selfAs(look, BARRIER, 'wait') },
];

/** The kind is looked up once a primitive: this is the path that 100,000 tasks take. */
export function selfAs(look: Look, kinds: Kinds, role: PrimitiveRole): Wait | null {
  const { primitives, session } = look.context;
  const address = local(look, 'self');
  if (address === 0) return null;
  const kind =
    primitives.all.get(address)?.kind ??
    kinds.find(([typeName]) => session.objects.isInstance(address, typeName))?.[1];
  return kind === undefined ? null : primitives.wait(look.raw, { address, kind, role });
}
