/** Waits for a child process: `asyncio/base_subprocess.py`, `asyncio/subprocess.py`. */
import type { Wait, WaitTarget } from '../../model/wait.ts';
import { referenceTo } from '../loops/uvloop.ts';
import type { Session } from '../session.ts';
import type { WaitContext } from './recogniser.ts';
import { waitOf } from './wording.ts';

type What = Extract<WaitTarget, { kind: 'child' }>['what'];

const WORDS: Record<What, string> = {
  exit: 'to exit',
  pipes: 'to close its output',
  communicate: 'to close its output and exit',
};

export function childWait(childPid: number | null, what: What): Wait {
  const child = childPid === null ? 'a child process' : `child process ${childPid}`;
  return waitOf({ kind: 'child', childPid, what }, `${child} ${WORDS[what]}`);
}

/** A pipe's protocol (`ReadSubprocessPipeProto.proc`) leads to the transport of its process; null for other transports. */
export function childPipes({ session }: WaitContext, transport: number): Wait | null {
  const { objects } = session;
  if (objects.typeName(transport).startsWith('uvloop.')) return uvloopChildPipes(session, transport);
  const process = objects.attribute(objects.attribute(transport, '_protocol'), 'proc');
  if (process === 0 || objects.attribute(process, '_pid') === 0) return null;
  return childWait(objects.int(objects.attribute(process, '_pid')), 'pipes');
}

/** The same classes in `handles/process.pyx`; the transports' fields are C's. */
function uvloopChildPipes(session: Session, transport: number): Wait | null {
  const { objects } = session;
  const protocol = referenceTo(session, transport, /SubprocessPipeProto$/);
  const process = objects.attribute(protocol, 'proc');
  return process === 0 ? null : childWait(objects.int(referenceTo(session, process, /^int$/)), 'pipes');
}
