/** The fields of a loop that say how it stands: `BaseEventLoop` (base_events.py), uvloop, or a class that looks alike. */
import type { LoopState } from '../../model/capture.ts';
import type { Session } from '../session.ts';
import { isUvloop, uvloopFields } from './uvloop.ts';

export interface LoopFields {
  kind: LoopState['kind'];
  closed: boolean;
  stopping: boolean;
  /** Of the thread that runs it; 0 when none does. */
  pthreadId: number;
  /** The queue of handles, the dict of signal handlers, the executor; 0 for what is not there. */
  ready: number;
  signalHandlers: number;
  executor: number;
}

export function readLoopFields(session: Session, loop: number): LoopFields {
  const { objects } = session;
  if (isUvloop(session, loop)) {
    const { threadId, ...fields } = uvloopFields(session, loop);
    return { kind: 'uvloop', pthreadId: threadId, ...fields };
  }
  const flag = (name: string) => objects.bool(objects.attribute(loop, name)) === true;
  const executor = objects.attribute(loop, '_default_executor');
  return {
    kind: objects.isInstance(loop, 'BaseEventLoop') ? 'asyncio' : 'other',
    closed: flag('_closed'),
    stopping: flag('_stopping'),
    pthreadId: objects.int(objects.attribute(loop, '_thread_id')) ?? 0,
    ready: objects.attribute(loop, '_ready'),
    signalHandlers: objects.attribute(loop, '_signal_handlers'),
    executor: objects.isNone(executor) ? 0 : executor,
  };
}
