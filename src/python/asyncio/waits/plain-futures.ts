/** Plain futures that tasks await: who has them in sight. What nobody is known to complete is at least held by somebody. */
import type { Wait } from '../../model/wait.ts';
import type { RawTask } from '../raw-task.ts';
import { compiledCoroutine } from './compiled.ts';
import type { WaitContext } from './recogniser.ts';

const MAX_FRAMES = 4;
const MAX_ATTRIBUTES = 64;
const MAX_MEMBERS = 64;
const MAX_HELD = 8;
const COLLECTIONS: ReadonlySet<string> = new Set([
  'collections.deque',
  'list',
  'set',
  'dict',
  'collections.OrderedDict',
]);

export interface PlainFuture {
  /** Every wait for it: they all get its description. */
  readonly waits: Set<Wait>;
  /** `Client._reply`: where the waiting tasks themselves know it from. */
  readonly heldBy: Set<string>;
}

export class PlainFutures {
  readonly all = new Map<number, PlainFuture>();
  /** Of the tasks that wait for any. */
  readonly loops = new Set<number>();

  add(address: number, loop: number, wait: Wait, heldBy: readonly string[]): void {
    this.loops.add(loop);
    let future = this.all.get(address);
    if (future === undefined) {
      future = { waits: new Set(), heldBy: new Set() };
      this.all.set(address, future);
    }
    future.waits.add(wait);
    for (const name of heldBy) if (future.heldBy.size < MAX_HELD) future.heldBy.add(name);
  }
}

/** Attributes of the innermost frames' `self` that are the awaited future, or a collection that has it; compiled code. */
export function holdersInSight({ session }: WaitContext, raw: RawTask, address: number): string[] {
  const { objects, frames } = session;
  const found = new Set<string>();
  const compiled = compiledCoroutine(session, raw.awaited);
  if (compiled !== null) found.add(compiled.name);
  const innermost = raw.frames.slice(-MAX_FRAMES).reverse();
  for (const frame of innermost) {
    const self = frames.local(frame.address, 'self');
    if (self === 0) continue;
    const type = objects.typeName(self).split('.').at(-1) ?? '';
    for (const [name, value] of objects.attributes(self, MAX_ATTRIBUTES)) {
      if (value === address || contains(session, value, address)) found.add(`${type}.${name}`);
    }
  }
  return [...found];
}

function contains({ objects }: WaitContext['session'], collection: number, future: number): boolean {
  const type = objects.typeName(collection);
  if (!COLLECTIONS.has(type)) return false;
  if (type === 'set') return objects.members(collection, MAX_MEMBERS).includes(future);
  if (!type.endsWith('ict')) return objects.items(collection, MAX_MEMBERS).includes(future);
  return objects.entries(collection, MAX_MEMBERS).some(([key, value]) => key === future || value === future);
}
