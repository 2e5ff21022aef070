/** Event loops as they stand: who runs them, what is ready, what is timed, who handles signals. */
import { hexId } from '../../hex-id.ts';
import type { LoopCallback, LoopState } from '../../model/capture.ts';
import type { WalkedThread } from '../../threads/walk-threads.ts';
import { loopSignalHandlers } from '../handlers/loop-signal-handlers.ts';
import type { Session } from '../session.ts';
import { Futures } from '../waits/futures.ts';
import { findLoops } from './find-loops.ts';
import { describeCallback, describeHandle } from './handles.ts';
import type { LoopFields } from './loop-fields.ts';
import { readLoopFields } from './loop-fields.ts';
import { loopTimers } from './loop-timers.ts';
import { isLoopWaiting } from './loop-waiting.ts';
import { runningTask } from './running-task.ts';

const MAX_SHOWN = 32;
const MAX_TIMERS = 100_000;

/** `ofTasks`: loops that tasks belong to. */
export function readLoops(
  session: Session,
  ofTasks: Iterable<number>,
  threads: readonly WalkedThread[],
): LoopState[] {
  const futures = new Futures(session);
  return findLoops(session, ofTasks, threads).map((loop) => readLoop(session, futures, loop, threads));
}

function readLoop(
  session: Session,
  futures: Futures,
  loop: number,
  threads: readonly WalkedThread[],
): LoopState {
  const { objects } = session;
  const fields = readLoopFields(session, loop);
  const thread = threads.find((one) => one.pthreadId === fields.pthreadId && fields.pthreadId !== 0) ?? null;
  const task = runningTask(session, loop, thread);
  return {
    id: hexId(loop),
    kind: fields.kind,
    type: objects.typeName(loop),
    threadId: thread?.id ?? null,
    state: stateOf(session, fields, thread, task),
    stopping: fields.stopping,
    readyCount: objects.length(fields.ready) ?? 0,
    callbacksTaken: objects.takenOff(fields.ready),
    ready: readyOf(session, futures, fields.ready),
    ...timersOf(session, futures, loop),
    signalHandlers: loopSignalHandlers(session, loop, fields.signalHandlers),
    defaultExecutor: fields.executor === 0 ? null : hexId(fields.executor),
    runningTaskId: task === 0 ? null : hexId(task),
  };
}

function stateOf(
  session: Session,
  fields: LoopFields,
  thread: WalkedThread | null,
  task: number,
): LoopState['state'] {
  if (fields.closed) return 'closed';
  if (thread === null) return 'stopped';
  return task === 0 && isLoopWaiting(session, thread) ? 'waiting' : 'running';
}

function readyOf(session: Session, futures: Futures, ready: number): LoopCallback[] {
  return session.objects
    .items(ready, MAX_SHOWN)
    .map((handle) => describeHandle(session, futures, handle))
    .filter((one) => one !== null);
}

function timersOf(
  session: Session,
  futures: Futures,
  loop: number,
): Pick<LoopState, 'timerCount' | 'timers'> {
  const nowMs = session.system.nowMs();
  const timers = loopTimers(session, loop, MAX_TIMERS).sort((a, b) => a.whenMs - b.whenMs);
  return {
    timerCount: timers.length,
    timers: timers.slice(0, MAX_SHOWN).map((timer) => ({
      ...describeCallback(session, futures, timer),
      secondsLeft: Math.round(timer.whenMs - nowMs) / 1_000,
    })),
  };
}
