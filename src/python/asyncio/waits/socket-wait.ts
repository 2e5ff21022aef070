/** Waits on what a transport or socket object has open. */
import type { Wait, WaitTarget } from '../../model/wait.ts';
import type { OpenTransport } from './descriptors.ts';
import type { WaitContext } from './recogniser.ts';
import { counted, waitOf } from './wording.ts';

export type SocketOperation = Extract<WaitTarget, { kind: 'socket' }>['operation'];

const IDLE: Record<SocketOperation, string> = {
  read: 'nothing received',
  write: 'not ready for writing',
  connect: 'not connected yet',
  accept: 'no connection comes in',
  close: 'not closed yet',
  drain: 'the peer does not take what was written',
};

/** A transport closes when all that was written has been sent. */
const SENDS: ReadonlySet<SocketOperation> = new Set(['drain', 'write', 'close']);

export function socketWait(context: WaitContext, open: OpenTransport, operation: SocketOperation): Wait {
  const { fd, tls } = open;
  const facts = context.descriptors.socket(fd);
  const unsentBytes = open.unsentBytes ?? 0;
  // The kernel does not tell of a UNIX socket what it has of it.
  const untakenBytes = operation === 'close' ? (facts?.sendQueueBytes ?? 0) + unsentBytes : 0;
  const on: WaitTarget = {
    kind: 'socket',
    fd,
    local: facts?.local ?? null,
    peer: facts?.peer ?? null,
    socketState: facts?.state ?? null,
    operation,
    tls,
    ...(untakenBytes > 0 ? { untakenBytes } : {}),
  };
  const name = facts?.peer ?? facts?.local ?? (fd === null ? 'of unknown address' : `descriptor ${fd}`);
  const state = facts === null ? '' : ` (${facts.state})`;
  return waitOf(on, `${tls ? 'TLS ' : ''}socket ${name}${state}, ${progress(on, facts, unsentBytes)}`);
}

function progress(
  on: Extract<WaitTarget, { kind: 'socket' }>,
  facts: { receiveQueueBytes: number; sendQueueBytes: number } | null,
  unsentBytes: number,
): string {
  if (facts !== null && on.operation === 'read' && facts.receiveQueueBytes > 0)
    return `${counted(facts.receiveQueueBytes, 'byte')} received and not read`;
  if (facts !== null && facts.sendQueueBytes > 0 && SENDS.has(on.operation))
    return `${counted(facts.sendQueueBytes, 'byte')} sent and not taken`;
  if (unsentBytes > 0 && on.operation === 'close')
    return `${counted(unsentBytes, 'byte')} written and not sent`;
  return on.operation === 'connect' && on.tls ? 'in the TLS handshake' : IDLE[on.operation];
}
