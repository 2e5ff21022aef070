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

  add(address: number, loop: number, wait: Wait, { names, peer }: InSight): void {
    this.loops.add(loop);
    let future = this.all.get(address);
    if (future === undefined) {
      future = { waits: new Set(), heldBy: new Set() };
      this.all.set(address, future);
    }
    future.waits.add(wait);
    if (peer !== null && wait.on.kind === 'future') wait.on.peer = peer;
    for (const name of names) if (future.heldBy.size < MAX_HELD) future.heldBy.add(name);
  }
}

interface InSight {
  names: string[];
  /** The other end of the connection whose protocol has it. */
  peer: string | null;
}

/** Attributes of the innermost frames' `self` that are the awaited future, or a collection that has it; compiled code. */
export function holdersInSight(context: WaitContext, raw: RawTask, address: number): InSight {
  const { session } = context;
  const { objects, frames } = session;
  const found = new Set<string>();
  let peer: string | null = null;
  const compiled = compiledCoroutine(session, raw.awaited);
  if (compiled !== null) found.add(compiled.name);
  const innermost = raw.frames.slice(-MAX_FRAMES).reverse();
  for (const frame of innermost) {
    const self = frames.local(frame.address, 'self');
    if (self === 0) continue;
    const type = objects.typeName(self).split('.').at(-1) ?? '';
    const attributes = objects.attributes(self, MAX_ATTRIBUTES);
    for (const [name, value] of attributes) {
      if (value !== address && !contains(session, value, address)) continue;
      found.add(`${type}.${name}`);
      peer ??= peerOf(context, attributes);
    }
  }
  return { names: [...found], peer };
}

/** Of a protocol that keeps its transport. */
function peerOf(
  { session, descriptors }: WaitContext,
  attributes: readonly [string, number][],
): string | null {
  const transport = attributes.find(([, value]) => /Transport$/.test(session.objects.typeName(value)))?.[1];
  if (transport === undefined) return null;
  return descriptors.socket(descriptors.ofTransport(transport).fd)?.peer ?? null;
}

function contains({ objects }: WaitContext['session'], collection: number, future: number): boolean {
  const type = objects.typeName(collection);
  if (!COLLECTIONS.has(type)) return false;
  if (type === 'set') return objects.members(collection, MAX_MEMBERS).includes(future);
  if (!type.endsWith('ict')) return objects.items(collection, MAX_MEMBERS).includes(future);
  return objects.entries(collection, MAX_MEMBERS).some(([key, value]) => key === future || value === future);
}
