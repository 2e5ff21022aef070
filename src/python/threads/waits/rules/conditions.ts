/** `threading.Condition` and what is built on it: Event, Barrier, Semaphore (threading.py), Queue (queue.py). */

import { hexId } from '../../../hex-id.ts';
import type { ThreadWait } from '../../../model/wait.ts';
import { counterpartOf, serverThread } from '../counterpart.ts';
import { promisingLoop } from '../promising-loop.ts';
import type { ThreadLook, ThreadRule } from '../thread-rule.ts';
import { isA, local, selfAttribute, timeoutOf } from '../thread-rule.ts';

const THREADING = '/threading.py';
const QUEUE = '/queue.py';
const AWAITED = [
  ['Condition', 'condition', ['notify', 'notify_all']],
  ['Event', 'event', ['set']],
  ['Barrier', 'barrier', ['wait']],
] as const;
/** What another thread calls for a wait in a queue to end. */
const ANSWERS = {
  get: ['put', 'put_nowait'],
  put: ['get', 'get_nowait'],
  join: ['task_done'],
} as const;

export const CONDITION_RULES: readonly ThreadRule[] = [
  { file: THREADING, functions: ['wait'], read: wait },
  {
    file: THREADING,
    functions: ['acquire'],
    read(look) {
      const semaphore = local(look, 'self');
      if (look.index === 0 || !isA(look, semaphore, 'Semaphore')) return null;
      return {
        kind: 'lock',
        lockId: hexId(semaphore),
        type: 'Semaphore',
        ownerThreadId: null,
        ownerKnown: null,
      };
    },
  },
  { file: QUEUE, functions: ['get'], read: (look) => queue(look, 'get') },
  { file: QUEUE, functions: ['put'], read: (look) => queue(look, 'put') },
  { file: QUEUE, functions: ['join'], read: (look) => queue(look, 'join') },
  { file: '/socketserver.py', functions: ['shutdown'], read: serverShutdown },
];

/** Innermost it is Condition.wait, with its caller's further out. */
function wait(look: ThreadLook): ThreadWait | null {
  const self = local(look, 'self');
  const found = AWAITED.find(([typeName]) => isA(look, self, typeName));
  if (found === undefined) return null;
  const [, kind, calls] = found;
  const counterpartThreadId = counterpartOf(look, self, calls);
  const loop = promisingLoop(look.context, self, calls);
  return {
    kind,
    objectId: hexId(self),
    timeoutSeconds: timeoutOf(look),
    counterpartThreadId,
    ...(loop === 0 ? {} : { loopId: hexId(loop) }),
  };
}

/** `BaseServer.shutdown` waits for an event that `serve_forever` sets where it leaves its loop (Lib/socketserver.py). */
function serverShutdown(look: ThreadLook): ThreadWait | null {
  const server = local(look, 'self');
  if (look.index === 0 || !isA(look, server, 'BaseServer')) return null;
  const event = look.context.session.objects.attribute(server, '_BaseServer__is_shut_down');
  return {
    kind: 'event',
    objectId: hexId(event),
    timeoutSeconds: null,
    counterpartThreadId: serverThread(look, server),
  };
}

/** Innermost, or entering `with self.not_full:`, it waits for the queue's own lock. */
function queue(look: ThreadLook, operation: 'get' | 'put' | 'join'): ThreadWait | null {
  const self = local(look, 'self');
  const inner = look.thread.frames[look.index - 1];
  if (inner === undefined || inner.place.name === '__enter__' || !isA(look, self, 'Queue')) return null;
  const { objects } = look.context.session;
  const loop = promisingLoop(look.context, self, ANSWERS[operation]);
  return {
    kind: 'queue',
    objectId: hexId(self),
    operation,
    size: objects.length(selfAttribute(look, 'queue')),
    limit: objects.int(selfAttribute(look, 'maxsize')),
    unfinished: objects.int(selfAttribute(look, 'unfinished_tasks')),
    timeoutSeconds: timeoutOf(look),
    counterpartThreadId: counterpartOf(look, self, ANSWERS[operation]),
    ...(loop === 0 ? {} : { loopId: hexId(loop) }),
  };
}
