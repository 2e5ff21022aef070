/** `threading.Condition` and what is built on it: Event, Barrier, Semaphore (threading.py), Queue (queue.py). */

import { hexId } from '../../../hex-id.ts';
import type { ThreadWait } from '../../../model/wait.ts';
import type { ThreadLook, ThreadRule } from '../thread-rule.ts';
import { isA, local, selfAttribute, timeoutOf } from '../thread-rule.ts';

const THREADING = '/threading.py';
const QUEUE = '/queue.py';
const AWAITED = [
  ['Condition', 'condition'],
  ['Event', 'event'],
  ['Barrier', 'barrier'],
] as const;

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
];

/** Innermost it is Condition.wait, with its caller's further out. */
function wait(look: ThreadLook): ThreadWait | null {
  const self = local(look, 'self');
  const found = AWAITED.find(([typeName]) => isA(look, self, typeName));
  return found === undefined
    ? null
    : { kind: found[1], objectId: hexId(self), timeoutSeconds: timeoutOf(look) };
}

/** Innermost, or entering `with self.not_full:`, it waits for the queue's own lock. */
function queue(look: ThreadLook, operation: 'get' | 'put' | 'join'): ThreadWait | null {
  const self = local(look, 'self');
  const inner = look.thread.frames[look.index - 1];
  if (inner === undefined || inner.place.name === '__enter__' || !isA(look, self, 'Queue')) return null;
  const { objects } = look.context.session;
  return {
    kind: 'queue',
    objectId: hexId(self),
    operation,
    size: objects.length(selfAttribute(look, 'queue')),
    limit: objects.int(selfAttribute(look, 'maxsize')),
    unfinished: objects.int(selfAttribute(look, 'unfinished_tasks')),
  };
}
