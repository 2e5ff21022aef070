/** The sockets of a process's network namespace: `/proc/PID/net/{tcp,tcp6,udp,udp6,unix}`, proc(5). */

import type { SocketFacts } from './facts.ts';
import { printable } from './printable.ts';
import { socketAddress } from './socket-address.ts';
import type { System } from './system.ts';
import { orNull } from './system-error.ts';

const MAX_TABLE_BYTES = 8 * 1024 * 1024;
const INET_TABLES = ['tcp', 'tcp6', 'udp', 'udp6'] as const;

/** `include/net/tcp_states.h` */
const TCP_STATES: Record<string, string> = {
  '01': 'ESTABLISHED',
  '02': 'SYN_SENT',
  '03': 'SYN_RECV',
  '04': 'FIN_WAIT1',
  '05': 'FIN_WAIT2',
  '06': 'TIME_WAIT',
  '07': 'CLOSE',
  '08': 'CLOSE_WAIT',
  '09': 'LAST_ACK',
  '0A': 'LISTEN',
  '0B': 'CLOSING',
  '0C': 'SYN_RECV',
};
/** `socket_state` of `include/uapi/linux/net.h`, in words of the table above. */
const UNIX_STATES: Record<string, string> = {
  '01': 'UNCONNECTED',
  '02': 'CONNECTING',
  '03': 'ESTABLISHED',
  '04': 'DISCONNECTING',
};
/** `__SO_ACCEPTCON`: listens. */
const UNIX_LISTENS = 0x10000;

/** By inode. Tables that cannot be read are left out. */
export function readSockets(system: System, pid: number): Map<number, SocketFacts> {
  const sockets = new Map<number, SocketFacts>();
  for (const protocol of INET_TABLES) {
    for (const line of tableLines(system, pid, protocol)) {
      const socket = parseInet(line, protocol);
      if (socket !== null) sockets.set(socket.inode, socket.facts);
    }
  }
  for (const line of tableLines(system, pid, 'unix')) {
    const socket = parseUnix(line);
    if (socket !== null) sockets.set(socket.inode, socket.facts);
  }
  return sockets;
}

function tableLines(system: System, pid: number, table: string): string[] {
  const text = orNull(() => system.readFile(`/proc/${pid}/net/${table}`, MAX_TABLE_BYTES));
  return text === null ? [] : text.toString('utf8').split('\n').slice(1);
}

function parseInet(
  line: string,
  protocol: (typeof INET_TABLES)[number],
): { inode: number; facts: SocketFacts } | null {
  const [, local = '', peer = '', state = '', queues = '', , , , , inode] = line.trim().split(/\s+/);
  if (inode === undefined) return null;
  const [sendHex = '', receiveHex = ''] = queues.split(':');
  const isUdp = protocol.startsWith('udp');
  return {
    inode: Number(inode),
    facts: {
      protocol,
      local: socketAddress(local),
      peer: socketAddress(peer),
      state: isUdp && state === '07' ? 'UNCONNECTED' : (TCP_STATES[state] ?? state),
      receiveQueueBytes: Number.parseInt(receiveHex, 16) || 0,
      sendQueueBytes: Number.parseInt(sendHex, 16) || 0,
    },
  };
}

/** `Num RefCount Protocol Flags Type St Inode Path`; the path may hold spaces, or be missing. */
function parseUnix(line: string): { inode: number; facts: SocketFacts } | null {
  const match = /^\S+: \S+ \S+ (\S+) \S+ (\S+) +(\d+)(?: (.*))?$/.exec(line);
  if (match === null) return null;
  const [, flags = '', state = '', inode = '', path] = match;
  const listens = (Number.parseInt(flags, 16) & UNIX_LISTENS) !== 0;
  return {
    inode: Number(inode),
    facts: {
      protocol: 'unix',
      local: path === undefined ? null : printable(path),
      peer: null,
      state: listens ? 'LISTEN' : (UNIX_STATES[state] ?? state),
      receiveQueueBytes: 0,
      sendQueueBytes: 0,
    },
  };
}
