/** `Process.wait` and `communicate` (subprocess.py), and the transport's own wait (base_subprocess.py, unix_events.py). */
import type { Wait } from '../../../model/wait.ts';
import { childWait } from '../child-wait.ts';
import type { Look, Recogniser } from '../recogniser.ts';
import { local, selfAttribute } from '../recogniser.ts';

const FILE = '/asyncio/subprocess.py';

export const SUBPROCESS_RULES: readonly Recogniser[] = [
  {
    // From 3.11 on it ends only when the pipes are closed too.
    file: '/asyncio/base_subprocess.py',
    functions: ['_wait'],
    read(look) {
      const { objects } = look.context.session;
      const hasExited = objects.int(selfAttribute(look, '_returncode')) !== null;
      return childWait(
        look.context,
        selfAttribute(look, '_pid'),
        hasExited ? 'pipes' : 'exit',
        local(look, 'self'),
      );
    },
  },
  // Innermost only where the transport's wait is no Python code: uvloop.
  { file: FILE, functions: ['wait'], read: (look) => ofProcess(look, 'exit') },
  { file: FILE, functions: ['communicate'], read: (look) => ofProcess(look, 'communicate') },
  {
    file: FILE,
    functions: ['_read_stream', '_feed_stdin'],
    wraps: true,
    read: (look) => ofProcess(look, 'pipes'),
  },
  {
    file: '/asyncio/unix_events.py',
    functions: ['_make_subprocess_transport'],
    read(look) {
      const { objects } = look.context.session;
      return childWait(look.context, objects.attribute(local(look, 'transp'), '_pid'), 'pipes');
    },
  },
];

function ofProcess(look: Look, what: 'exit' | 'pipes' | 'communicate'): Wait {
  return childWait(look.context, selfAttribute(look, 'pid'), what, selfAttribute(look, '_transport'));
}
