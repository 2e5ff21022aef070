/** Waits for a child process: `asyncio/base_subprocess.py`, `asyncio/subprocess.py`. */
import type { ProcessFacts } from '../../../target/facts.ts';
import type { Wait, WaitTarget } from '../../model/wait.ts';
import { referenceTo } from '../loops/uvloop.ts';
import type { WaitContext } from './recogniser.ts';
import { waitOf } from './wording.ts';

type What = Extract<WaitTarget, { kind: 'child' }>['what'];

const WORDS: Record<What, string> = {
  exit: 'to exit',
  pipes: 'to close its output',
  communicate: 'to close its output and exit',
  input: 'to read what was written to it',
};

/** `pid`: the int object in which Python keeps it. `transport`: of the process, where it is known. */
export function childWait(context: WaitContext, pid: number, what: What, transport = 0): Wait {
  const { session, childPids } = context;
  const childPid = childPids.seen(session.objects.int(pid));
  const child = childPid === null ? 'a child process' : `child process ${childPid}`;
  const heldBy = transport === 0 || childPid === null ? [] : holdersOf(context, childPid, transport);
  const held =
    heldBy.length === 0 ? '' : `: it has ended, and ${heldBy.map(nameOf).join(', ')} holds it open`;
  return waitOf(
    { kind: 'child', childPid, what, ...(heldBy.length === 0 ? {} : { heldBy }) },
    `${child} ${WORDS[what]}${held}`,
  );
}

function nameOf({ comm, pid }: ProcessFacts): string {
  return `${comm} (pid ${pid})`;
}

const MAX_PIPES = 16;

/** `BaseSubprocessTransport._pipes`: by the child's descriptor, protocols with the transport of the parent's end. */
function holdersOf({ session, pipeEnds, descriptors }: WaitContext, pid: number, transport: number) {
  const { objects } = session;
  if (objects.int(objects.attribute(transport, '_returncode')) === null && !pipeEnds.hasEnded(pid)) return [];
  const fds = objects.entries(objects.attribute(transport, '_pipes'), MAX_PIPES).flatMap(([, protocol]) => {
    const pipe = objects.attribute(protocol, 'pipe');
    return pipe === 0 ? [] : (descriptors.ofTransport(pipe).fd ?? []);
  });
  return pipeEnds.otherHolders(fds);
}

/** A pipe's protocol (`ReadSubprocessPipeProto.proc`) leads to the transport of its process; null for other transports. */
export function childPipes(context: WaitContext, transport: number, what: What = 'pipes'): Wait | null {
  const { objects } = context.session;
  if (objects.typeName(transport).startsWith('uvloop.')) return uvloopChildPipes(context, transport, what);
  const process = objects.attribute(objects.attribute(transport, '_protocol'), 'proc');
  if (process === 0 || objects.attribute(process, '_pid') === 0) return null;
  return childWait(context, objects.attribute(process, '_pid'), what, process);
}

/** The same classes in `handles/process.pyx`; the transports' fields are C's. */
function uvloopChildPipes(context: WaitContext, transport: number, what: What): Wait | null {
  const { session } = context;
  const { objects } = session;
  const protocol = referenceTo(session, transport, /SubprocessPipeProto$/);
  const process = objects.attribute(protocol, 'proc');
  return process === 0 ? null : childWait(context, referenceTo(session, process, /^int$/), what);
}
