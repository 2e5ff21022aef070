/** What a record of the table says, and what it is given. */
import type { RawFrame } from '../../frames/frames.ts';
import type { Wait } from '../../model/wait.ts';
import type { RawTask } from '../raw-task.ts';
import type { Session } from '../session.ts';
import type { ChildPids } from './child-pids.ts';
import type { Descriptors } from './descriptors.ts';
import type { Futures } from './futures.ts';
import type { Jobs } from './jobs.ts';
import type { PipeEnds } from './pipe-ends.ts';
import type { PrimitiveCollector } from './primitive-collector.ts';
import type { SubmittedCoroutines } from './submitted.ts';
import type { Timers } from './timers.ts';

/** What the recognisers of one pass share. */
export interface WaitContext {
  readonly session: Session;
  readonly futures: Futures;
  readonly primitives: PrimitiveCollector;
  readonly timers: Timers;
  readonly jobs: Jobs;
  readonly descriptors: Descriptors;
  readonly childPids: ChildPids;
  readonly pipeEnds: PipeEnds;
  readonly submitted: SubmittedCoroutines;
  /** Names what a future, or task, waits for by the future alone; bounded in depth. */
  future(address: number, depth: number): Wait;
}

/** One frame of an await chain, while its task is being named. */
export interface Look {
  readonly context: WaitContext;
  readonly raw: RawTask;
  /** Position of the frame in `raw.frames`. */
  readonly index: number;
  readonly frame: RawFrame;
}

export interface Recogniser {
  /** End of the path of the function's file. */
  readonly file: string;
  /** `co_name`s: qualified names do not exist before 3.11. */
  readonly functions: readonly string[];
  /** Says more than the record of a frame further in: `Queue.join` than its `Event.wait`. */
  readonly wraps?: true;
  /** When it is cancelled while some are not done, it waits for them once more: what it awaited is none of its end. */
  readonly waitsAnew?: true;
  /** null: it is something else after all. */
  read(look: Look): Wait | null;
}

export function local(look: Look, name: string): number {
  return look.context.session.frames.local(look.frame.address, name);
}

/** An attribute of the frame's `self`. */
export function selfAttribute(look: Look, name: string): number {
  return look.context.session.objects.attribute(local(look, 'self'), name);
}

/** The next frame outwards; null for the outermost. */
export function outwards(look: Look): Look | null {
  const frame = look.raw.frames[look.index - 1];
  return frame === undefined ? null : { ...look, index: look.index - 1, frame };
}
