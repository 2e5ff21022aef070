/** Waiting for child processes: `subprocess.py`, `multiprocessing/{process,popen_fork}.py`. */
import type { ThreadWait } from '../../../model/wait.ts';
import type { ThreadLook, ThreadRule } from '../thread-rule.ts';
import { selfAttribute } from '../thread-rule.ts';

export const CHILD_RULES: readonly ThreadRule[] = [
  {
    file: '/subprocess.py',
    functions: ['wait', '_wait', '_try_wait', 'communicate', '_communicate'],
    read: (look) => child(look, selfAttribute(look, 'pid')),
  },
  {
    file: '/multiprocessing/popen_fork.py',
    functions: ['wait', 'poll'],
    read: (look) => child(look, selfAttribute(look, 'pid')),
  },
  {
    file: '/multiprocessing/process.py',
    functions: ['join'],
    read(look) {
      const { objects } = look.context.session;
      return child(look, objects.attribute(selfAttribute(look, '_popen'), 'pid'));
    },
  },
];

function child({ context }: ThreadLook, pid: number): ThreadWait {
  return { kind: 'child', childPid: context.childPids.seen(context.session.objects.int(pid)) };
}
