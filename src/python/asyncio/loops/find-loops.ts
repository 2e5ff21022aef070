/** The event loops of a process: those that tasks belong to, and those that threads run, close or clean up. */
import type { WalkedThread } from '../../threads/walk-threads.ts';
import type { Session } from '../session.ts';

const MAX_LOOPS = 256;
/** Files whose frames know a loop, by the local or the attribute of `self` that holds it. */
const FILES = [
  '/asyncio/base_events.py',
  '/asyncio/runners.py',
  '/asyncio/unix_events.py',
  '/asyncio/selector_events.py',
];

export function findLoops(
  session: Session,
  ofTasks: Iterable<number>,
  threads: readonly WalkedThread[],
): number[] {
  const loops = new Set<number>();
  const add = (address: number) => {
    if (loops.size < MAX_LOOPS && isLoop(session, address)) loops.add(address);
  };
  for (const thread of threads) {
    for (const loop of loopsOfThread(session, thread)) add(loop);
  }
  for (const loop of new Set(ofTasks)) add(loop);
  return [...loops];
}

function loopsOfThread({ objects, frames, layout, memory }: Session, thread: WalkedThread): number[] {
  const found: number[] = [];
  if (layout.thread.asyncio !== null)
    found.push(memory.word(thread.state + layout.thread.asyncio.runningLoop));
  for (const { address, place } of thread.frames) {
    const isOwn = place.origin === 'user';
    if (!(isOwn || FILES.some((file) => place.file.endsWith(file)))) continue;
    const self = frames.local(address, 'self');
    found.push(self, objects.attribute(self, '_loop'), frames.local(address, 'loop'));
    // A loop that no thread runs any more is known to those who still give it work.
    if (isOwn) found.push(objects.attribute(self, 'loop'));
  }
  return found;
}

function isLoop({ objects }: Session, address: number): boolean {
  if (address === 0) return false;
  const lineage = objects.typeLineage(address);
  return lineage.some((name) => /(^|\.)(BaseEventLoop|AbstractEventLoop|Loop)$/.test(name));
}
