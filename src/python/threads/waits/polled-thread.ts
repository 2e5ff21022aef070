/** Which thread code asks for while it sleeps: `while worker.is_alive(): time.sleep(0.1)`, or one of a list that it has in sight. */
import type { Session } from '../../asyncio/session.ts';
import { resolveName } from '../../asyncio/waits/resolve-name.ts';
import type { RawFrame } from '../../frames/frames.ts';
import type { WalkedThread } from '../walk-threads.ts';
import { usesOf } from './counterpart.ts';
import type { ThreadContext } from './thread-rule.ts';

const ASKS = /^is_?alive$/i;
/** A function has few containers in sight, and a service few threads in one. */
const MAX_NAMES = 32;
const MAX_ITEMS = 256;

/**
 * Kernel id of the thread; null for none. Of a list (`any(t.is_alive() for t in self.workers)`: the question is asked in
 * code of its own, or of a name that means nothing by now) the first thread that lives. Whether the code asks at all, its
 * source tells.
 */
export function polledThread({ session, threads }: ThreadContext, thread: WalkedThread): number | null {
  const [frame] = thread.frames;
  if (frame === undefined || frame.place.origin === 'python') return null;
  for (const object of [...asked(session, frame), ...listed(session, frame)]) {
    const pthreadId = session.objects.int(session.objects.attribute(object, '_ident')) ?? 0;
    const found = pthreadId === 0 ? undefined : threads.find((one) => one.pthreadId === pthreadId);
    if (found !== undefined && found !== thread && found.id !== 0) return found.id;
  }
  return null;
}

function asked(session: Session, frame: RawFrame): number[] {
  return usesOf(session, frame.code)
    .filter(({ kind, name, path }) => kind === 'call' && path.length > 0 && ASKS.test(name))
    .map(({ path }) => resolveName(session, frame, path))
    .filter((object) => object !== 0);
}

function* listed(session: Session, frame: RawFrame): Iterable<number> {
  const { objects } = session;
  const names = new Map<string, readonly string[]>();
  for (const { kind, name, path } of usesOf(session, frame.code)) {
    if (kind !== 'store' && names.size < MAX_NAMES) names.set([...path, name].join('.'), [...path, name]);
  }
  for (const path of names.values()) {
    const object = resolveName(session, frame, path);
    const type = object === 0 ? '' : objects.typeName(object);
    if (type === 'list' || type === 'tuple' || type === 'collections.deque')
      yield* objects.items(object, MAX_ITEMS);
    else if (type === 'set') yield* objects.members(object, MAX_ITEMS);
    else if (type === 'dict') yield* objects.entries(object, MAX_ITEMS).map(([, value]) => value);
  }
}
