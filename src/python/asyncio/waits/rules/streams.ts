/** `asyncio/streams.py`: readers and writers know their transport. */
import type { Wait } from '../../../model/wait.ts';
import { childPipes } from '../child-wait.ts';
import type { Look, Recogniser } from '../recogniser.ts';
import { selfAttribute } from '../recogniser.ts';
import type { SocketOperation } from '../socket-wait.ts';
import { socketWait } from '../socket-wait.ts';

const FILE = '/asyncio/streams.py';

export const STREAM_RULES: readonly Recogniser[] = [
  { file: FILE, functions: ['_wait_for_data'], read: (look) => onTransport(look, 'read') },
  // Of the protocol (FlowControlMixin), when a library's own writer calls it.
  { file: FILE, functions: ['_drain_helper'], read: (look) => onTransport(look, 'drain') },
  { file: FILE, functions: ['drain'], wraps: true, read: (look) => onTransport(look, 'drain') },
  { file: FILE, functions: ['wait_closed'], read: (look) => onTransport(look, 'close') },
];

function onTransport(look: Look, operation: SocketOperation): Wait | null {
  const { context } = look;
  const transport = selfAttribute(look, '_transport');
  if (transport === 0 || context.session.objects.isNone(transport)) return null;
  return (
    childPipes(context, transport, operation === 'drain' ? 'input' : 'pipes') ??
    socketWait(context, context.descriptors.ofTransport(transport), operation)
  );
}
