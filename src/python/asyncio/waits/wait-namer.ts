/** Names what tasks wait for: `name` for each task of a pass, then `finish` once for what only all of them together tell. */

import type { RawFrame } from '../../frames/frames.ts';
import type { Primitive, Wait } from '../../model/wait.ts';
import type { WalkedThread } from '../../threads/walk-threads.ts';
import type { RawTask, TasksAgain } from '../raw-task.ts';
import type { Session } from '../session.ts';
import { Bounds } from './bounds.ts';
import { ByStack } from './by-stack.ts';
import { ChildPids } from './child-pids.ts';
import { compiledWait } from './compiled.ts';
import { lostConnectionWait } from './connection-lost.ts';
import { Descriptors } from './descriptors.ts';
import { finishWaits } from './finish.ts';
import { futureWait } from './future-wait.ts';
import { Futures } from './futures.ts';
import { Jobs } from './jobs.ts';
import { PipeEnds } from './pipe-ends.ts';
import { holdersInSight, PlainFutures } from './plain-futures.ts';
import { PrimitiveCollector } from './primitive-collector.ts';
import type { Recogniser, WaitContext } from './recogniser.ts';
import { RecogniserIndex } from './recogniser-index.ts';
import { SubmittedCoroutines } from './submitted.ts';
import { Timers } from './timers.ts';

export interface WaitNamer {
  /**
   * What the task waits for; null when it has not registered with anything (running, ready, not started). Tasks that
   * wait for the same thing share the Wait; its description may still be completed by `finish`.
   */
  name(raw: RawTask): Wait | null;
  /**
   * Looks through the frames of all tasks for those who hold what others wait for, fills in the descriptions, and
   * gives the primitives that were waited on. To be called once, with every task that is not done; a RawTask is not
   * looked at any more once the next one was asked for.
   */
  finish(tasks: TasksAgain): Primitive[];
}

/** Frames that may stand between a record's frame and one that says more. */
const MAX_WRAPPERS = 6;

/** `threads`: those of the interpreter, for the jobs of executors. */
export function createWaitNamer(session: Session, threads: readonly WalkedThread[]): WaitNamer {
  const timers = new Timers(session);
  // What is inside of gathers and shields is asked for again and again.
  const known = new Map<number, Wait>();
  const inner = (address: number, depth: number): Wait => {
    const wait = known.get(address) ?? futureWait(context, address, depth);
    if (depth > 0) known.set(address, wait);
    return wait;
  };
  const context: WaitContext = {
    session,
    timers,
    futures: new Futures(session),
    primitives: new PrimitiveCollector(),
    jobs: new Jobs(session, threads),
    descriptors: new Descriptors(session),
    childPids: new ChildPids(session),
    pipeEnds: new PipeEnds(session),
    submitted: new SubmittedCoroutines(),
    future: (address, depth) => inner(address, depth),
  };
  const index = new RecogniserIndex();
  const records = new ByStack((raw) => recordsFor(index, raw));
  const bounds = new Bounds(session, timers);
  const plain = new PlainFutures();
  const closing = closingConnections(context);
  return {
    name(raw) {
      context.submitted.loops.add(raw.loop);
      if (raw.waiter === 0) return null;
      const found = nameTask(context, records, raw);
      const wait = closing(found, raw) ?? found;
      const bound = bounds.of(raw);
      const named = bound === null ? wait : context.primitives.bounded(wait, bound);
      // The one that the task awaits, or one inside a shield.
      if (named.on.kind === 'future' && named.on.heldBy.length === 0) {
        const address = Number(named.on.futureId);
        plain.add(address, raw.loop, named, holdersInSight(context, raw, address));
      }
      return named;
    },
    finish(tasks) {
      context.submitted.finish(session);
      return finishWaits(context, plain, tasks);
    },
  };
}

/** So many events, each for one task, are looked for among protocols: 10,000 tasks may wait for one each. */
const MOST_EVENTS = 500;

/** What is awaited may be completed by the loss of a connection that is closing. */
function closingConnections(context: WaitContext): (wait: Wait, raw: RawTask) => Wait | null {
  let events = 0;
  return ({ on }, raw) => {
    if (on.kind === 'future') return lostConnectionWait(context, raw, Number(on.futureId));
    if (on.kind !== 'primitive' || on.role !== 'wait' || events >= MOST_EVENTS) return null;
    const primitive = context.primitives.all.get(Number(on.primitiveId));
    if (primitive?.kind !== 'event' || primitive.waiting.some(({ tasks }) => tasks.length > 1)) return null;
    events += 1;
    return lostConnectionWait(context, raw, primitive.address);
  };
}

function nameTask(context: WaitContext, records: ByStack<PlacedRecord[]>, raw: RawTask): Wait {
  if (!context.futures.isPending(raw.waiter)) {
    const anew = records.of(raw).filter(({ record }) => record.waitsAnew === true);
    return fromFrames(context, anew, raw) ?? context.future(raw.waiter, 0);
  }
  // Where a chain ends before the future, its frames do not tell.
  if (raw.awaited !== raw.waiter) return compiledWait(context, raw) ?? context.future(raw.waiter, 0);
  return fromFrames(context, records.of(raw), raw) ?? context.future(raw.waiter, 0);
}

function fromFrames(context: WaitContext, records: readonly PlacedRecord[], raw: RawTask): Wait | null {
  for (const { index, record } of records) {
    const frame = raw.frames[index];
    const wait = frame === undefined ? null : record.read({ context, raw, index, frame });
    if (wait !== null) return wait;
  }
  return null;
}

/** A record, and the frame that it speaks of. */
interface PlacedRecord {
  readonly index: number;
  readonly record: Recogniser;
}

/** The innermost frame's, after those further out among the machinery's own that say more. */
function recordsFor(records: RecogniserIndex, raw: RawTask): PlacedRecord[] {
  const found: PlacedRecord[] = [];
  const last = innermostWaiting(raw);
  for (let index = outermostOfMachinery(raw, last); index <= last; index += 1) {
    const frame = raw.frames[index];
    const record = frame === undefined ? null : records.of(frame);
    if (record !== null && (record.wraps === true || index === last)) found.push({ index, record });
  }
  return found;
}

/** A future in Python has a frame of its own (`Future.__await__`, futures.py), which says nothing. */
function innermostWaiting({ frames }: RawTask): number {
  const last = frames.length - 1;
  const place = frames[last]?.place;
  const isFuture = place !== undefined && /^__(await|iter)__$/.test(place.name);
  return isFuture && place.file.endsWith('/asyncio/futures.py') ? last - 1 : last;
}

/** Start of the run of frames of asyncio, and of anyio which stands on it, that ends with the innermost one. */
function outermostOfMachinery({ frames }: RawTask, last: number): number {
  const first = Math.max(0, last - MAX_WRAPPERS);
  let index = last;
  while (index > first && isMachinery(frames[index - 1])) index -= 1;
  return index;
}

function isMachinery(frame: RawFrame | undefined): boolean {
  return frame?.place.package === 'asyncio' || frame?.place.file.includes('/anyio/') === true;
}
