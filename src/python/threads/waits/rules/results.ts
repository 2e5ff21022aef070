/** Waiting for results of concurrent futures: `concurrent/futures/_base.py`. */
import { hexId } from '../../../hex-id.ts';
import type { ThreadWait } from '../../../model/wait.ts';
import { concurrentFutureWait } from '../concurrent-future.ts';
import type { ThreadLook, ThreadRule } from '../thread-rule.ts';
import { isA, local, timeoutOf } from '../thread-rule.ts';

const FILE = '/concurrent/futures/_base.py';
const MAX_FUTURES = 10_000;

export const RESULT_RULES: readonly ThreadRule[] = [
  {
    file: FILE,
    functions: ['result', 'exception'],
    read(look) {
      const future = local(look, 'self');
      return look.index > 0 && isA(look, future, 'Future')
        ? concurrentFutureWait(look.context, future, {
            waiting: look.thread,
            timeoutSeconds: timeoutOf(look),
          })
        : null;
    },
  },
  // The one of many that is not done yet, first.
  { file: FILE, functions: ['wait', 'as_completed'], read: firstPending },
];

function firstPending(look: ThreadLook): ThreadWait | null {
  const { objects } = look.context.session;
  const futures = local(look, 'fs');
  const all = [...objects.members(futures, MAX_FUTURES), ...objects.items(futures, MAX_FUTURES)];
  const pending = all.find((one) =>
    /^(PENDING|RUNNING)$/.test(objects.str(objects.attribute(one, '_state')) ?? ''),
  );
  if (look.index === 0 || all.length === 0) return null;
  if (pending !== undefined)
    return concurrentFutureWait(look.context, pending, {
      waiting: look.thread,
      timeoutSeconds: timeoutOf(look),
    });
  return {
    kind: 'concurrent-future',
    futureId: hexId(futures),
    taskId: null,
    loopId: null,
    runByThreadId: null,
    timeoutSeconds: timeoutOf(look),
  };
}
