/** Open descriptors of a process and what they lead to: `/proc/PID/fd` and `/proc/PID/fdinfo`, proc(5). */

import type { DescriptorFacts, SocketFacts } from './facts.ts';
import { printable } from './printable.ts';
import { readSockets } from './sockets.ts';
import type { System } from './system.ts';
import { orNull } from './system-error.ts';

const MAX_DESCRIPTORS = 4096;
const MAX_PROCESSES = 4096;

/** In order of their numbers; what the kernel refuses is left out. */
export function readDescriptors(system: System, pid: number): DescriptorFacts[] {
  let sockets: Map<number, SocketFacts> | null = null;
  const socketOf = (inode: number) => {
    sockets ??= readSockets(system, pid);
    return sockets.get(inode) ?? null;
  };
  return descriptorNumbers(system, pid).flatMap((fd) => {
    const target = linkOf(system, pid, fd);
    return target === null ? [] : [describe(system, pid, { fd, target }, socketOf)];
  });
}

function describe(
  system: System,
  pid: number,
  { fd, target }: { fd: number; target: string },
  socketOf: (inode: number) => SocketFacts | null,
): DescriptorFacts {
  const special = /^(?:anon_inode:)?\[?(\w+)\]?(?::\[(\d+)\])?$/.exec(target);
  const inode = Number(special?.[2] ?? 0);
  switch (special?.[1]) {
    case 'socket':
      return { fd, kind: 'socket', inode, socket: socketOf(inode) };
    case 'pipe':
      return { fd, kind: 'pipe', inode, direction: directionOf(system, pid, fd) };
    case 'eventpoll':
    case 'eventfd':
    case 'pidfd':
      return { fd, kind: special[1], target };
    default:
      return { fd, kind: target.startsWith('/') ? 'file' : 'other', target: printable(target) };
  }
}

/** A process that holds an end of a pipe. */
export interface PipeHolder {
  pid: number;
  fd: number;
  direction: 'read' | 'write' | 'both';
}

/**
 * Who has the pipe open: looks through every process that can be seen, until `deadlineMs` of the system's clock. The newest
 * come first: what inherited a pipe was started after it was made, and on a busy node the time may be over before the rest.
 */
export function pipeHolders(system: System, inode: number, deadlineMs: number): PipeHolder[] {
  const link = `pipe:[${inode}]`;
  const holders: PipeHolder[] = [];
  const pids = system.list('/proc').map(Number).filter(Number.isInteger);
  for (const pid of pids.sort((one, other) => other - one).slice(0, MAX_PROCESSES)) {
    if (system.nowMs() > deadlineMs) break;
    for (const fd of descriptorNumbers(system, pid)) {
      if (linkOf(system, pid, fd) === link)
        holders.push({ pid, fd, direction: directionOf(system, pid, fd) });
    }
  }
  return holders;
}

function descriptorNumbers(system: System, pid: number): number[] {
  const names = orNull(() => system.list(`/proc/${pid}/fd`)) ?? [];
  return names
    .map(Number)
    .sort((a, b) => a - b)
    .slice(0, MAX_DESCRIPTORS);
}

function linkOf(system: System, pid: number, fd: number): string | null {
  return orNull(() => system.readLink(`/proc/${pid}/fd/${fd}`));
}

/** The access mode is in the last octal digit of `flags`: 0 reads, 1 writes, 2 both. */
function directionOf(system: System, pid: number, fd: number): 'read' | 'write' | 'both' {
  const info = orNull(() => system.readFile(`/proc/${pid}/fdinfo/${fd}`).toString('latin1')) ?? '';
  const mode = Number.parseInt(/^flags:\s*(\d+)/m.exec(info)?.[1] ?? '2', 8) & 3;
  if (mode === 0) return 'read';
  return mode === 1 ? 'write' : 'both';
}
