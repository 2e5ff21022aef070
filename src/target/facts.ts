/** What anyone may read of a process. Nothing here knows of Python. */

/** Bits of a signal mask in `/proc/PID/status`: signal n is bit n-1. */
export interface SignalMasks {
  /** Pending for the thread (SigPnd). */
  pendingThread: bigint;
  /** Pending for the process (ShdPnd). */
  pendingProcess: bigint;
  blocked: bigint;
  ignored: bigint;
  caught: bigint;
}

export type KernelState = 'R' | 'S' | 'D' | 'T' | 't' | 'Z' | 'X' | 'I' | 'P' | 'W' | '?';

/** One kernel thread of a process. */
export interface ThreadFacts {
  /** Kernel thread id in Straggler's own pid namespace. */
  tid: number;
  /** `comm`: at most 15 bytes, control characters escaped. */
  name: string;
  state: KernelState;
  /** Kernel function it sleeps in, or null where the kernel hides it (`0`). */
  waitChannel: string | null;
  /** System call number and arguments' first register, from `/proc/PID/task/TID/syscall`; null when running or hidden. */
  syscall: { number: number; name: string | null; arguments: number[]; programCounter: number } | null;
  /** User + system time, in milliseconds since the thread began. */
  cpuMs: number;
  /** How often it gave the processor away by itself: unchanged while it sleeps in one call. Optional: captures made by hand lack it. */
  voluntarySwitches?: number;
  signals: SignalMasks;
}

export interface ProcessFacts {
  pid: number;
  parentPid: number;
  /** Pids from the outermost visible namespace to the innermost: NSpid. */
  namespacePids: number[];
  /** PID 1 of its own pid namespace. */
  isInit: boolean;
  comm: string;
  /** Command line with the values of secret-looking flags cut; empty for a zombie. */
  command: string[];
  executable: string | null;
  state: KernelState;
  uid: number;
  gid: number;
  /** Effective capabilities, as a bit mask. */
  capabilities: bigint;
  /** The tracer's pid, 0 for none. */
  tracerPid: number;
  /** Start time in clock ticks since boot: with the pid it names a process for ever. */
  startTicks: number;
  startedAtMs: number | null;
  /** Where its program's stack begins: another one when the process has replaced its program. '0' or absent where it cannot be seen. */
  stackStart?: string;
  cpuMs: number;
  /** Masks of the process (main thread's blocked mask; every thread's own is in `threads`). */
  signals: SignalMasks;
  threads: ThreadFacts[];
  /** Exit code or signal of a zombie, where readable. */
  cgroup: string | null;
}

/** A descriptor of the process and what it leads to. */
export type DescriptorFacts =
  | { fd: number; kind: 'socket'; inode: number; socket: SocketFacts | null }
  | { fd: number; kind: 'pipe'; inode: number; direction: 'read' | 'write' | 'both' }
  | { fd: number; kind: 'file' | 'eventpoll' | 'eventfd' | 'pidfd' | 'other'; target: string };

export interface SocketFacts {
  protocol: 'tcp' | 'tcp6' | 'udp' | 'udp6' | 'unix' | 'netlink' | 'other';
  /** `127.0.0.1:8080`, `[::1]:80`, a path for unix sockets, or null. */
  local: string | null;
  peer: string | null;
  /** ESTABLISHED, LISTEN, CLOSE_WAIT, … as in the kernel's table. */
  state: string;
  receiveQueueBytes: number;
  sendQueueBytes: number;
}

/** The target, everything above it up to the first process of its container, and everything below it. */
export interface ProcessFamily {
  target: ProcessFacts;
  /** Parent first, the container's (or session's) first process last. Stops at a namespace border. */
  ancestors: ProcessFacts[];
  /** Children and their children, nearest first, at most 256. */
  descendants: ProcessFacts[];
  /** First process of the container as far as it can be told: the outermost ancestor in the same pid namespace/cgroup, or the target. */
  firstPid: number;
}
