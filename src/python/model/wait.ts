/** What a task, or a thread, waits for. Ids are `0x…` addresses: keys of `Capture.tasks`, `primitives`, `loops`. */

import type { ProcessFacts } from '../../target/facts.ts';
import type { CodePlace } from './frame.ts';

export type PrimitiveKind = 'lock' | 'event' | 'condition' | 'semaphore' | 'barrier' | 'queue' | 'pool';

/** An asyncio primitive (or a library's of the same shape) that somebody waits on. */
export interface Primitive {
  id: string;
  kind: PrimitiveKind;
  /** Class name: `Lock`, `PriorityQueue`, `BoundedSemaphore`. */
  type: string;
  /** Locked (lock), set (event), null otherwise. */
  engaged: boolean | null;
  /** Semaphore value, queue size, barrier parties arrived; null where none. */
  value: number | null;
  /** Queue maxsize (0: no limit), barrier parties. */
  limit: number | null;
  /** Queue: unfinished tasks for join(). */
  unfinished: number | null;
  /** Task ids waiting, in order; for a queue the getters, putters and joiners apart. */
  waiters: string[];
  getters: string[];
  putters: string[];
  joiners: string[];
  /** Tasks whose chain holds the very same object (local, cell, attribute of self, value stack). */
  holders: Holder[];
}

export interface Holder {
  taskId: string;
  frameIndex: number;
  /** acquired: stands inside its `async with` (its bound `__aexit__` is on the value stack) or after acquire; refers: merely knows the object. */
  how: 'acquired' | 'refers';
  /**
   * The line of its frame, further on, whose call completes it (an event's `set`); 0 for the exit of a `with` that the frame
   * stands inside. Absent for none, and in captures of earlier versions.
   */
  completesAt?: number;
}

type GroupKind =
  | 'gather'
  | 'wait'
  | 'as_completed'
  | 'task-group'
  | 'wait_for'
  | 'timeout'
  | 'staggered'
  | 'all-tasks';

export type WaitTarget =
  | { kind: 'task'; taskId: string }
  /** Several tasks at once; `pending` are the ones not done, `total` all. */
  | {
      kind: 'tasks';
      group: GroupKind;
      pending: string[];
      total: number;
      returnExceptions: boolean | null;
      /** One of them is enough (`return_when`). */
      any: boolean;
      cancelRequested: boolean;
    }
  /** The outer future of asyncio.shield: the task inside it, those of a gather inside it, or none (a plain future). */
  | { kind: 'shield'; innerTaskIds: string[] }
  | { kind: 'primitive'; primitiveId: string; role: 'acquire' | 'wait' | 'get' | 'put' | 'join' }
  /** A sleep, or a future that a pending timer of the loop will complete. */
  | { kind: 'timer'; secondsLeft: number }
  /** run_in_executor / to_thread / wrap_future: threadId is the thread that runs the job, null when queued or unknown. */
  | {
      kind: 'thread-job';
      threadId: number | null;
      state: 'running' | 'queued' | 'unknown';
      function: string | null;
      processPool: boolean;
    }
  /** A coroutine that `run_coroutine_threadsafe` has handed to that loop, which has not begun it. */
  | { kind: 'submitted'; loopId: string }
  | {
      kind: 'socket';
      fd: number | null;
      local: string | null;
      peer: string | null;
      socketState: string | null;
      operation: 'read' | 'write' | 'connect' | 'accept' | 'close' | 'drain';
      tls: boolean;
      /** Sent, and not taken by the peer: a connection that is closing waits for that. Absent for none. */
      untakenBytes?: number;
    }
  /** `heldBy`: the child has ended, and these processes have its pipes open still. */
  | {
      kind: 'child';
      childPid: number | null;
      /** input: it is to read what was written to its standard input, and not to end. */
      what: 'exit' | 'pipes' | 'communicate' | 'input';
      heldBy?: ProcessFacts[];
    }
  | { kind: 'server-close'; connections: number | null; serverId: string }
  /** Waits for a loop step that nothing blocks: sleep(0), a ready callback. */
  | { kind: 'ready' }
  | { kind: 'async-generator'; function: string }
  /** A plain future: who is woken and who holds it, by name; nobody is known to complete it. */
  | {
      kind: 'future';
      futureId: string;
      type: string;
      state: 'pending' | 'cancelled' | 'finished';
      heldBy: string[];
      /** Tasks that have it in sight without waiting for it. */
      holderIds: string[];
      /** Those of them whose code completes it further on; absent for none, and in captures of earlier versions. */
      completers?: Holder[];
      /** The other end of the connection whose protocol has it; absent for none, and in captures of earlier versions. */
      peer?: string;
    }
  | { kind: 'unknown'; type: string };

export interface Bound {
  secondsLeft: number;
  frameIndex: number | null;
  /** A later timer that was set further out, and ends what this wait is a round of; absent for none. */
  outer?: { secondsLeft: number; frameIndex: number };
  /** The timer's callback, where only its code says that it ends the wait; absent for none, and in captures of earlier versions. */
  by?: string;
}

export interface Wait {
  on: WaitTarget;
  /** For people: "asyncio.Queue, empty (0 of 100), nobody puts". One clause, no full stop, at most 200 characters. */
  description: string;
  /** A timer that will end this wait (wait_for, timeout, sleep), and the chain frame that set it. */
  bound: Bound | null;
  /** Threads that have in hand what is waited for, none of which runs a loop. Absent for none, and in captures of earlier versions. */
  threads?: ThreadInSight[];
  /** Where `bound` is no more than that. Absent for none, and in captures of earlier versions. */
  timer?: TimerInSight;
}

/** A timer of the loop whose callback has code that completes what is waited for. */
export interface TimerInSight {
  function: string;
  secondsLeft: number;
  /** It sets a timer again, so that it may take many of them. */
  isRearmed: boolean;
}

export interface ThreadInSight {
  /** Kernel id; 0 when it cannot be told. */
  threadId: number;
  name: string;
  /** Its innermost frame of the service's own, else of a library. */
  place: CodePlace | null;
}

/** Of a wait that the kernel was given a limit for: `secondsLeft` where that is a moment, else `seconds` as a whole. */
export interface WaitLimit {
  seconds?: number;
  secondsLeft?: number;
}

/** What a thread that is not an event loop's idle thread waits for. */
export type ThreadWait =
  | { kind: 'thread-join'; threadId: number | null; threadName: string | null; timeoutSeconds: number | null }
  | { kind: 'threads-join-all'; threadIds: number[] }
  | { kind: 'executor-shutdown'; threadIds: number[] }
  /**
   * `ownerThreadId`: RLock's own field, or guessed from who stands inside its `with`. import: that of a module, which
   * the thread has that imports it.
   */
  | ({
      kind: 'lock';
      lockId: string;
      type: 'Lock' | 'RLock' | 'Semaphore' | 'import' | 'unknown';
      module?: string | null;
      ownerThreadId: number | null;
      ownerKnown: 'field' | 'guess' | null;
      /** Of the owner's frames the one that took the lock: stands inside its `with`, or has called `acquire`. */
      ownerPlace?: CodePlace;
    } & WaitLimit)
  | {
      kind: 'event' | 'condition' | 'barrier';
      objectId: string;
      timeoutSeconds: number | null;
      /** The thread whose code calls what would end it (`set`, `notify`); null for nobody in sight, absent where nobody looked. */
      counterpartThreadId?: number | null;
      /** One of multiprocessing, which another process may end. */
      ofProcesses?: true;
      /** The loop in whose queue a callback lies that would end it; absent for none. */
      loopId?: string;
    }
  | ({
      kind: 'queue';
      objectId: string;
      operation: 'get' | 'put' | 'join';
      size: number | null;
      limit: number | null;
      /** For join: items that task_done() was not called for. */
      unfinished: number | null;
      timeoutSeconds?: number | null;
      /** As of an event: `put` for a get, `get` for a put, `task_done` for a join. */
      counterpartThreadId?: number | null;
      /** As of an event: a JoinableQueue. */
      ofProcesses?: true;
      loopId?: string;
    } & WaitLimit)
  /** concurrent.futures.Future.result/exception/wait; `taskId` when it is a task's (run_coroutine_threadsafe). */
  | {
      kind: 'concurrent-future';
      futureId: string;
      taskId: string | null;
      loopId: string | null;
      runByThreadId: number | null;
      timeoutSeconds: number | null;
    }
  /** `polledThreadId`: the thread that the code around it may ask for (`while worker.is_alive(): …`). `library`: the C code that sleeps. */
  | ({ kind: 'sleep'; polledThreadId?: number; library?: string } & WaitLimit)
  | { kind: 'selector' }
  | ({ kind: 'socket'; fd: number | null; peer: string | null; operation: string } & WaitLimit)
  /** `heldBy` as in `WaitTarget`; `timeoutSeconds` absent for no limit; `isDaemon`: a daemon of multiprocessing. */
  | {
      kind: 'child';
      childPid: number | null;
      heldBy?: ProcessFacts[];
      timeoutSeconds?: number;
      isDaemon?: true;
    }
  /** `flock`, `lockf`: `holder` has it, as far as the kernel says. */
  | { kind: 'file-lock'; holder: ProcessFacts | null }
  | { kind: 'pool-idle' }
  | { kind: 'native'; library: string | null; symbol: string | null }
  | { kind: 'computing' }
  | { kind: 'unknown' };
