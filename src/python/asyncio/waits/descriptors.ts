/** Sockets and pipes of the target by descriptor number, and what a transport or socket object has open. */
import type { SocketFacts } from '../../../target/facts.ts';
import { readSockets } from '../../../target/sockets.ts';
import { orNull } from '../../../target/system-error.ts';
import { uvStreamFd } from '../loops/libuv.ts';
import { fieldsOf, referenceTo } from '../loops/uvloop.ts';
import type { Session } from '../session.ts';
import { unsentBytes } from './unsent.ts';

const MAX_LAYERS = 4;
/** Where the layers of a transport keep what they write to: TLS over a socket, streams over a pipe. */
const INNER = ['_ssl_protocol', '_transport'] as const;

export interface OpenTransport {
  fd: number | null;
  tls: boolean;
  /** Written, and not taken by the kernel; absent where there is no transport, or none that is asyncio's own. */
  unsentBytes?: number;
}

export class Descriptors {
  readonly #session: Session;
  #sockets: Map<number, SocketFacts> | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  /** What the kernel says of the socket behind a descriptor; null when it is none, or cannot be read. */
  socket(fd: number | null): SocketFacts | null {
    const inode = fd === null ? undefined : /^socket:\[(\d+)\]$/.exec(this.#linkOf(fd))?.[1];
    if (inode === undefined) return null;
    const { system, process } = this.#session;
    this.#sockets ??= readSockets(system, process.pid);
    return this.#sockets.get(Number(inode)) ?? null;
  }

  /** Known to be something else: a pipe, a file, a terminal. */
  isNoSocket(fd: number): boolean {
    const link = this.#linkOf(fd);
    return link !== '' && !link.startsWith('socket:');
  }

  #linkOf(fd: number): string {
    const { system, process } = this.#session;
    return orNull(() => system.readLink(`/proc/${process.pid}/fd/${fd}`)) ?? '';
  }

  /** `_SelectorTransport._sock_fd`, `_UnixReadPipeTransport._fileno`, through `_SSLProtocolTransport`; uvloop's by libuv. */
  ofTransport(transport: number): OpenTransport {
    const { objects } = this.#session;
    let object = transport;
    let tls = false;
    for (let layer = 0; layer < MAX_LAYERS && object !== 0; layer += 1) {
      const fd =
        objects.int(objects.attribute(object, '_sock_fd')) ??
        objects.int(objects.attribute(object, '_fileno'));
      if (fd !== null) return { fd, tls, unsentBytes: unsentBytes(this.#session, object) };
      if (objects.typeName(object).startsWith('uvloop.')) return this.#ofUvloop(object);
      if (objects.attribute(object, '_ssl_protocol') !== 0) tls = true;
      object = INNER.map((name) => objects.attribute(object, name)).find((one) => one !== 0) ?? 0;
    }
    return { fd: null, tls };
  }

  /** `_SSLProtocolTransport` refers to its SSLProtocol, and that to the transport below (sslproto.pyx). */
  #ofUvloop(transport: number): OpenTransport {
    const { memory } = this.#session;
    const protocol = referenceTo(this.#session, transport, /^uvloop\.loop\.SSLProtocol$/);
    if (protocol === 0)
      return { fd: uvStreamFd(memory, transport, fieldsOf(this.#session, transport)), tls: false };
    const below = referenceTo(this.#session, protocol, /^uvloop\.loop\.(TCP|Unix)Transport$/);
    return { fd: uvStreamFd(memory, below, fieldsOf(this.#session, below)), tls: true };
  }

  /** Of a `socket.socket` (or `ssl.SSLSocket`) object. */
  ofSocket(socket: number): number | null {
    const { objects, memory, layout } = this.#session;
    if (!(objects.isInstance(socket, '_socket.socket') || objects.isInstance(socket, 'socket.socket')))
      return null;
    // `PySocketSockObject.sock_fd` (socketmodule.h) is the first field.
    const fd = memory.int32(socket + layout.object.headerBytes);
    return fd >= 0 ? fd : null;
  }
}
