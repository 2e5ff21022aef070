/** A pipe that is read directly (`child.stdout.read()`, `for line in child.stdout`), after the child whose output it is has ended. */
import type { ThreadFacts } from '../../../target/facts.ts';
import { resolveName } from '../../asyncio/waits/resolve-name.ts';
import type { RawFrame } from '../../frames/frames.ts';
import type { ThreadWait } from '../../model/wait.ts';
import type { WalkedThread } from '../walk-threads.ts';
import { usesOf } from './counterpart.ts';
import type { ThreadContext } from './thread-rule.ts';

type Syscall = NonNullable<ThreadFacts['syscall']>;

const READS = /^p?readv?$/;
const MAX_FRAMES = 6;
const MAX_USES = 300;
/** Standard input comes from whoever started the program. */
const LEAST_DESCRIPTOR = 3;

/** null unless only others than the process and its living children can still write into what it reads. */
export function pipeReadWait(
  context: ThreadContext,
  thread: WalkedThread,
  { name, arguments: [fd = -1] }: Syscall,
): ThreadWait | null {
  // Python's own code reads the pipes of its pools and queues.
  if (!READS.test(name ?? '') || fd < LEAST_DESCRIPTOR || thread.frames[0]?.place.origin === 'python')
    return null;
  const { pipeEnds, childPids, session } = context;
  const child = childInSight(context, thread);
  const childPid = child === 0 ? null : childPids.seen(session.objects.int(child));
  if (childPid !== null && !pipeEnds.hasEnded(childPid)) return null;
  const heldBy = childPid === null ? pipeEnds.strayWriters(fd) : pipeEnds.otherWriters(fd);
  return heldBy.length === 0 ? null : { kind: 'child', childPid, heldBy };
}

/** The `pid` of the one Popen that the frames name, itself or as that of `os.popen` (`os._wrap_close`); 0 for none, or several. */
function childInSight({ session }: ThreadContext, { frames }: WalkedThread): number {
  const { objects } = session;
  const found = new Set<number>();
  for (const frame of frames.slice(0, MAX_FRAMES)) {
    if (frame.place.origin === 'python') continue;
    for (const object of namedIn(frame)) {
      if (objects.isInstance(object, 'Popen')) found.add(object);
      else if (objects.isInstance(object, '_wrap_close')) found.add(objects.attribute(object, '_proc'));
    }
    if (found.size > 0) break;
  }
  const [popen = 0] = found;
  return found.size === 1 && popen !== 0 ? objects.attribute(popen, 'pid') : 0;

  function namedIn(frame: RawFrame): Set<number> {
    const named = new Set<number>();
    for (const { path, name } of usesOf(session, frame.code).slice(0, MAX_USES)) {
      const whole = [...path, name];
      for (let length = 1; length <= whole.length; length += 1)
        named.add(resolveName(session, frame, whole.slice(0, length)));
    }
    named.delete(0);
    return named;
  }
}
