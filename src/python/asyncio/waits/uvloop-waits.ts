/** Futures of uvloop that name what they wait for: `_SyncSocketReaderFuture` and its like (`loop.pyx`). */
import type { Wait } from '../../model/wait.ts';
import type { WaitContext } from './recogniser.ts';
import type { SocketOperation } from './socket-wait.ts';
import { socketWait } from './socket-wait.ts';

const OPERATIONS: Record<string, SocketOperation> = {
  _SyncSocketReaderFuture: 'read',
  _SyncSocketWriterFuture: 'write',
};

/** null for every other future. */
export function socketFutureWait(context: WaitContext, future: number): Wait | null {
  const { objects } = context.session;
  const type = objects.typeName(future);
  const operation = OPERATIONS[type];
  if (operation === undefined) return null;
  const socket = objects.attribute(future, `${type}__sock`);
  return socketWait(context, { fd: context.descriptors.ofSocket(socket), tls: false }, operation);
}
