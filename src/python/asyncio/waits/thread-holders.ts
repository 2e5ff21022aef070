/** Threads that have in hand what tasks wait for: one of them may be on its way to `loop.call_soon_threadsafe(event.set)`. */
import type { RawFrame } from '../../frames/frames.ts';
import type { ThreadInSight } from '../../model/wait.ts';
import type { WalkedThread } from '../../threads/walk-threads.ts';
import type { Session } from '../session.ts';
import { broughtAlong } from './handed.ts';
import { References } from './references.ts';

const BUDGET_MS = 50;
const MAX_THREADS = 1_000;
const MAX_FRAMES = 64;
const MAX_IN_SIGHT = 8;
const MAX_ARGUMENTS = 16;
/** A thread's own object and its arguments, and what lies directly in them; further out everybody knows everything. */
const REACH = 1;
/** Frames in which a loop runs: what lies in its reach is in the reach of all of its tasks (base_events.py; uvloop has none). */
const RUNS_LOOP = /^(run_forever|run_until_complete|_run_once)$/;

/** By address of the primitive or future. `main` and the threads of loops know the whole program, and are left out. */
export function threadHolders(
  session: Session,
  wanted: Iterable<number>,
  threads: readonly WalkedThread[],
): Map<number, ThreadInSight[]> {
  const found = new Map<number, ThreadInSight[]>();
  const others = threads.filter((one) => !(one.isMain || runsLoop(one))).slice(0, MAX_THREADS);
  const meanings = new Map([...wanted].map((address) => [address, [address]]));
  if (others.length === 0 || meanings.size === 0) return found;
  const references = new References(session, meanings, REACH);
  const endMs = Math.min(session.deadlineMs, session.system.nowMs() + BUDGET_MS);
  for (const thread of others) {
    if (session.system.nowMs() > endMs) break;
    for (const address of inSightOf(session, references, thread)) {
      const list = found.get(address) ?? [];
      if (list.length < MAX_IN_SIGHT) list.push(described(thread));
      found.set(address, list);
    }
  }
  return found;
}

function runsLoop({ frames }: WalkedThread): boolean {
  return frames.some(({ place }) => place.package === 'asyncio' && RUNS_LOOP.test(place.name));
}

function inSightOf(session: Session, references: References, { frames }: WalkedThread): Set<number> {
  const known = new Set<number>();
  for (const frame of frames.slice(0, MAX_FRAMES)) {
    if (frame.place.origin !== 'python') for (const one of references.of(frame).known) known.add(one);
    else if (isTimer(frame))
      for (const value of ofTimer(session, frame)) references.addReach(known, value, REACH);
  }
  return known;
}

/** `Timer.run` waits until it is time, and calls `self.function(*self.args, **self.kwargs)` (Lib/threading.py). */
function isTimer({ place }: RawFrame): boolean {
  return place.name === 'run' && place.file.endsWith('/threading.py');
}

function ofTimer(session: Session, frame: RawFrame): number[] {
  const { objects, frames } = session;
  const self = frames.local(frame.address, 'self');
  const called = objects.attribute(self, 'function');
  if (called === 0) return [];
  const handed = [
    called,
    ...objects.items(objects.attribute(self, 'args'), MAX_ARGUMENTS),
    ...objects.entries(objects.attribute(self, 'kwargs'), MAX_ARGUMENTS).map(([, value]) => value),
  ];
  return [...broughtAlong(session, handed)];
}

function described({ id, name, frames }: WalkedThread): ThreadInSight {
  const own = frames.find(({ place }) => place.origin === 'user') ?? frames.find((one) => !isPython(one));
  return { threadId: id, name, place: own?.place ?? null };
}

function isPython({ place }: RawFrame): boolean {
  return place.origin === 'python';
}
