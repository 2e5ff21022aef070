/** Waiting for another thread's import of the same module: `importlib/_bootstrap.py`, which Python carries frozen. */
import { hexId } from '../../../hex-id.ts';
import type { ThreadWait } from '../../../model/wait.ts';
import type { ThreadLook, ThreadRule } from '../thread-rule.ts';
import { isA, local, selfAttribute } from '../thread-rule.ts';

export const IMPORT_RULES: readonly ThreadRule[] = [
  { file: '<frozen importlib._bootstrap>', functions: ['acquire'], read: moduleLock },
];

/**
 * `_ModuleLock.owner` is the ident of the thread that imports the module, None between two of them (3.8 to 3.15). It waits
 * innermost, for a plain lock within, which nobody stands inside of.
 */
function moduleLock(look: ThreadLook): ThreadWait | null {
  const lock = local(look, 'self');
  if (look.index > 0 || !isA(look, lock, '_ModuleLock')) return null;
  const { session, threads } = look.context;
  const ident = session.objects.int(selfAttribute(look, 'owner')) ?? 0;
  const owner = ident === 0 ? undefined : threads.find((one) => one.pthreadId === ident && one.id !== 0);
  return {
    kind: 'lock',
    lockId: hexId(lock),
    type: 'import',
    module: session.objects.str(selfAttribute(look, 'name')),
    ownerThreadId: owner?.id ?? null,
    ownerKnown: owner === undefined ? null : 'field',
  };
}
