/** Socket operations of the loop (selector_events.py, unix_events.py) and the making of connections (base_events.py). */
import type { Wait } from '../../../model/wait.ts';
import type { Look, Recogniser } from '../recogniser.ts';
import { local } from '../recogniser.ts';
import type { SocketOperation } from '../socket-wait.ts';
import { socketWait } from '../socket-wait.ts';

const SELECTOR = '/asyncio/selector_events.py';
const UNIX = '/asyncio/unix_events.py';
const BASE = '/asyncio/base_events.py';

export const SOCKET_RULES: readonly Recogniser[] = [
  {
    file: SELECTOR,
    functions: ['sock_recv', 'sock_recv_into', 'sock_recvfrom', 'sock_recvfrom_into'],
    read: (look) => onSocket(look, 'read'),
  },
  { file: SELECTOR, functions: ['sock_sendall', 'sock_sendto'], read: (look) => onSocket(look, 'write') },
  { file: UNIX, functions: ['_sock_sendfile_native'], read: (look) => onSocket(look, 'write') },
  { file: SELECTOR, functions: ['sock_connect'], read: (look) => onSocket(look, 'connect') },
  { file: SELECTOR, functions: ['sock_accept'], read: (look) => onSocket(look, 'accept') },
  // With TLS these two end when the handshake does.
  {
    file: BASE,
    functions: ['_create_connection_transport', 'start_tls'],
    read: (look) => onTransport(look, 'connect'),
  },
  { file: SELECTOR, functions: ['_accept_connection2'], read: (look) => onTransport(look, 'connect') },
];

function onSocket(look: Look, operation: SocketOperation): Wait {
  const { context } = look;
  const socket = local(look, 'sock');
  const tls = context.session.objects.isInstance(socket, 'SSLSocket');
  return socketWait(context, { fd: context.descriptors.ofSocket(socket), tls }, operation);
}

function onTransport(look: Look, operation: SocketOperation): Wait {
  const { context } = look;
  return socketWait(context, context.descriptors.ofTransport(local(look, 'transport')), operation);
}
