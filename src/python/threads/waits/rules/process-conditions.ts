/** What processes share to wait for each other: Event, Condition (multiprocessing/synchronize.py), JoinableQueue (multiprocessing/queues.py). */
import { hexId } from '../../../hex-id.ts';
import { standardFile } from '../../../model/forks.ts';
import type { ThreadWait } from '../../../model/wait.ts';
import { counterpartOf } from '../counterpart.ts';
import type { ThreadLook, ThreadRule } from '../thread-rule.ts';
import { isA, local, timeoutOf } from '../thread-rule.ts';

const SYNCHRONIZE = '/multiprocessing/synchronize.py';
const AWAITED = [
  ['Condition', 'condition', ['notify', 'notify_all']],
  ['Event', 'event', ['set']],
] as const;

export const PROCESS_CONDITION_RULES: readonly ThreadRule[] = [
  { file: SYNCHRONIZE, functions: ['wait'], read: wait },
  { file: '/multiprocessing/queues.py', functions: ['join'], read: join },
];

/** `Condition.wait` works on a semaphore of C, innermost; who is not in it yet waits for the lock of it. */
function wait(look: ThreadLook): ThreadWait | null {
  const self = local(look, 'self');
  const found = AWAITED.find(([typeName]) => isA(look, self, typeName));
  if (found === undefined || !isInCondition(look)) return null;
  const [, kind, calls] = found;
  return {
    kind,
    objectId: hexId(self),
    timeoutSeconds: timeoutOf(look),
    counterpartThreadId: counterpartOf(look, self, calls),
    ofProcesses: true,
  };
}

function join(look: ThreadLook): ThreadWait | null {
  const self = local(look, 'self');
  if (!(isA(look, self, 'JoinableQueue') && isInCondition(look))) return null;
  return {
    kind: 'queue',
    objectId: hexId(self),
    operation: 'join',
    size: null,
    limit: null,
    unfinished: null,
    timeoutSeconds: null,
    counterpartThreadId: counterpartOf(look, self, ['task_done']),
    ofProcesses: true,
  };
}

function isInCondition({ thread }: ThreadLook): boolean {
  const { name, file } = thread.frames[0]?.place ?? { name: '', file: '' };
  return name === 'wait' && standardFile(file).endsWith(SYNCHRONIZE);
}
