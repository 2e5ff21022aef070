/** Waits for a child process: `asyncio/base_subprocess.py`, `asyncio/subprocess.py`. */
import type { Wait, WaitTarget } from '../../model/wait.ts';
import { referenceTo } from '../loops/uvloop.ts';
import type { WaitContext } from './recogniser.ts';
import { waitOf } from './wording.ts';

type What = Extract<WaitTarget, { kind: 'child' }>['what'];

const WORDS: Record<What, string> = {
  exit: 'to exit',
  pipes: 'to close its output',
  communicate: 'to close its output and exit',
};

/** `pid`: the int object in which Python keeps it. */
export function childWait({ session, childPids }: WaitContext, pid: number, what: What): Wait {
  const childPid = childPids.seen(session.objects.int(pid));
  const child = childPid === null ? 'a child process' : `child process ${childPid}`;
  return waitOf({ kind: 'child', childPid, what }, `${child} ${WORDS[what]}`);
}

/** A pipe's protocol (`ReadSubprocessPipeProto.proc`) leads to the transport of its process; null for other transports. */
export function childPipes(context: WaitContext, transport: number): Wait | null {
  const { objects } = context.session;
  if (objects.typeName(transport).startsWith('uvloop.')) return uvloopChildPipes(context, transport);
  const process = objects.attribute(objects.attribute(transport, '_protocol'), 'proc');
  if (process === 0 || objects.attribute(process, '_pid') === 0) return null;
  return childWait(context, objects.attribute(process, '_pid'), 'pipes');
}

/** The same classes in `handles/process.pyx`; the transports' fields are C's. */
function uvloopChildPipes(context: WaitContext, transport: number): Wait | null {
  const { session } = context;
  const { objects } = session;
  const protocol = referenceTo(session, transport, /SubprocessPipeProto$/);
  const process = objects.attribute(protocol, 'proc');
  return process === 0 ? null : childWait(context, referenceTo(session, process, /^int$/), 'pipes');
}
