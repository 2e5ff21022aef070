/** One look at a process: the whole input of diagnosis. Plain data, no methods, JSON-able but for bigint masks and Maps. */
import type { ProcessFamily } from '../../target/facts.ts';
import type { CodeFacts, CodePlace, Handling } from './frame.ts';
import type { Primitive, ThreadWait, Wait } from './wait.ts';

export interface PythonIdentity {
  /** "3.12.1"; patch "?" where memory does not tell. */
  version: string;
  minor: number;
  implementation: 'cpython';
  freeThreaded: boolean;
  executable: string | null;
  /** Folder of the standard library, from asyncio's or os's file; null when unknown. */
  libraryPath: string | null;
  /** `_PyRuntime.finalizing` is set: the interpreter is leaving. */
  finalizing: boolean;
  asyncioImported: boolean;
}

export type TaskActivity = 'waiting' | 'running' | 'ready' | 'not-started';

export interface TaskState {
  id: string;
  name: string;
  /** Qualified name of the outermost coroutine. */
  coroutine: string;
  /** tp_name of the task's type: `_asyncio.Task`, `Task`, a subclass. */
  type: string;
  loopId: string | null;
  activity: TaskActivity;
  mustCancel: boolean;
  /** State of the awaited future: cancelled or finished means the wake-up is scheduled and the loop has not run it. */
  waiterState: 'pending' | 'cancelled' | 'finished' | null;
  /** num_cancels_requested; null before 3.11. */
  cancelRequests: number | null;
  /** Member of the local `to_cancel` of a running `_cancel_all_tasks` on the loop's thread; null when no such frame exists. */
  inToCancel: boolean | null;
  /** The chain of awaits, outermost first. Includes frames of generators, async generators, asend/athrow. */
  stack: CodePlace[];
  /** Exceptions being handled by frames of `stack`; empty for nearly all tasks. */
  handling: Handling[];
  /** tp_name of what ended the chain where it is not a known end (Cython coroutine, custom awaitable); else null. */
  chainEnd: string | null;
  /** null while running, ready or not started. */
  wait: Wait | null;
  /** What is called when it is done: `TaskGroup._on_task_done`, `gather.<locals>._done_callback`, … */
  doneCallbacks: string[];
  /** Tasks that wait for this one (directly, by gather, group, wait, shield). */
  awaitedBy: string[];
  /** Creation frames, where debug mode kept them, outermost first. */
  createdAt: CodePlace[] | null;
  /** Changes whenever the task has taken a step: innermost code/instruction and the awaited object's address. */
  stepMark: string;
  /** Was changing while it was read: its facts may not fit together. */
  moving: boolean;
  /** Its class has a `cancel()` that is not asyncio's. Absent for all others, and in captures of earlier versions. */
  ownCancel?: OwnCancel;
}

/** A method `cancel` of a subclass of Task. */
export interface OwnCancel {
  place: CodePlace;
  /** Its code calls a `cancel` in turn, as `super().cancel()` does. */
  passesOn: boolean;
}

/** A task that an exception has ended, and to which somebody still refers. */
export interface FailedTask {
  id: string;
  name: string;
  /** Qualified name of the outermost coroutine. */
  coroutine: string;
  /** `tp_name` without module: `AttributeError`. */
  exceptionType: string;
  /** Where it was raised through, outermost first. */
  traceback: CodePlace[];
}

export interface LoopCallback {
  /** Qualified name of the function, or of the task for a step: `Worker.tick`, `TaskStepMethWrapper`. */
  function: string;
  place: CodePlace | null;
  taskId: string | null;
  secondsLeft: number | null;
}

/** What a handler sets, as it stands now: told apart from what it was, never what it is. */
export interface HandlerFlag {
  /** The attribute, the global or the event, as in `stores` and `calls`; empty where the handler is an event's own `set`. */
  name: string;
  /** Of an event; null for others. */
  isSet: boolean | null;
  /** Identity of the value that is stored there; null for an event, or where it cannot be read. */
  value: string | null;
  /**
   * word: True or False, a text or a member of an enum, as a flag's value is and a count's is not. container: one that the handler
   * adds to, or takes from, `value` tells how much is in it. object: one of which it calls a method, which may change it.
   */
  kind: 'event' | 'word' | 'value' | 'container' | 'object';
  /** What stands there is what the handler stores; absent where that is not known. */
  isAsStored?: boolean;
  /** It is set by a function that the handler hands on, or finds in a list: that it is as it was proves nothing. */
  mayBeSkipped?: boolean;
  /** The handler stores into a class, and not into an instance. */
  inClass: boolean;
}

/** The `value` of a flag for which there is no such global or attribute (yet), or none that is kept where others are. */
export const NO_SUCH_NAME = 'no-such-name';

export interface SignalHandler {
  signal: number;
  /** asyncio: loop.add_signal_handler's callback. python: signal.signal's. */
  registeredBy: 'asyncio' | 'python' | 'default' | 'ignore' | 'c';
  /** Qualified name and place of the Python function. For `functools.partial` and bound methods, of what they call. */
  function: string | null;
  place: CodePlace | null;
  /** Names (attributes, globals) the handler's code stores to or calls `.set()`/`.cancel()` on: `stopping`, `stop_event.set`. */
  stores: string[];
  calls: string[];
  /** Those of `calls` that lead to functions of the service's own, or of a library whose handler it is: what these do is among `stores`, `calls` and all else, too. */
  callees: string[];
  /** Those of `calls` by which it makes a coroutine. */
  coroutines: string[];
  /** Names that it mentions and does not call: what it hands to another (`loop.call_soon_threadsafe(stop)`). */
  mentions: string[];
  loopId: string | null;
  /** The object whose bound method it is (`stop.set`): key of `primitives` or `tasks`; null for plain functions. */
  boundTo: string | null;
  /** Those of what it sets that can be found from its own names. */
  flags: HandlerFlag[];
  /** How many arguments it can be given by position, beside `self`; null for any number, or where that is not known. */
  mostArguments: number | null;
  /** As `mostArguments`, without those that have a default; null where that is not known. */
  leastArguments: number | null;
  /** How many arguments it is called with: 2 by Python itself, those of `add_signal_handler` by a loop; null where that is not known. */
  calledWith: number | null;
  /** The signal has come, and the interpreter has not run the handler yet (`Handlers[n].tripped`, Modules/signalmodule.c). */
  tripped: boolean;
  /** `signal.set_wakeup_fd` is in use, which tells whoever reads there, whatever the handler does; null where it is not known. */
  wakesUp: boolean | null;
}

export interface LoopState {
  id: string;
  kind: 'asyncio' | 'uvloop' | 'other';
  type: string;
  /** Kernel thread id of the thread that runs it; null when none does. */
  threadId: number | null;
  state: 'running' | 'waiting' | 'closed' | 'stopped';
  /** loop.stop() was called (`_stopping`). */
  stopping: boolean;
  readyCount: number;
  /** How many callbacks were ever taken off the ready queue, which grows with each turn; null when it cannot be told. */
  callbacksTaken: number | null;
  /** The first 32. */
  ready: LoopCallback[];
  timerCount: number;
  /** The next 32, soonest first. */
  timers: LoopCallback[];
  signalHandlers: SignalHandler[];
  defaultExecutor: string | null;
  runningTaskId: string | null;
}

export interface ThreadState {
  /** Kernel thread id. 0 when it cannot be told (3.8–3.10 without py-spy; then matched by the pthread id). */
  id: number;
  pthreadId: number;
  name: string;
  daemon: boolean | null;
  isMain: boolean;
  state: string;
  waitChannel: string | null;
  syscallName: string | null;
  cpuMs: number;
  /** Share of one core since the last capture of the same watch; null for the first. */
  cpuPercent: number | null;
  ownsGil: boolean;
  source: 'py-spy' | 'memory' | 'none';
  /** Outermost first. */
  stack: CodePlace[];
  /** Exceptions the thread's plain frames are handling, by frame index. */
  handling: Handling[];
  /** The loop that runs on it. */
  loopId: string | null;
  runningTaskId: string | null;
  waitsFor: ThreadWait;
  /** A worker of a ThreadPoolExecutor; `queued`: jobs of it that wait for a worker, null where that is not known. */
  pool: { executorId: string; idle: boolean; queued: number | null } | null;
  /** Index of a Python signal handler's frame that interrupted the frame below it; null for none. */
  signalFrameIndex: number | null;
  /** For a thread with no frame of the service's or a library's: what it was made for, at its first line. Else null. */
  target: CodePlace | null;
}

/** A scheduler that is not asyncio's, and whose tasks are not read: a row of `SCHEDULER_RULES` (schedulers.ts). */
export interface SchedulerState {
  library: string;
  version: string | null;
  /** Kernel thread id of the thread that runs it. */
  threadId: number;
  /** waiting: it stands in code of its own. running: on its thread runs somebody else's. */
  state: 'running' | 'waiting';
  /** Its loop is one of asyncio's, which `loops` has. */
  onAsyncio: boolean;
}

/** Pieces of work that a loop of a frame of a task or a thread has before it. */
export interface WorkLeft {
  /** Address of the iterator (of the list itself from 3.15 on) or container. */
  id: string;
  taskId: string | null;
  threadId: number | null;
  /** Outermost first. */
  frameIndex: number;
  left: number;
  in: WorkPlace;
}

/**
 * What a `for` goes through; or a container, by its name in the frame. `hasEndSign`: a queue whose last item is None, or another
 * kind of thing than the first. `hasConnections`: protocols, transports, stream writers or sockets are in it.
 */
type WorkPlace =
  | { kind: 'iterator' }
  | { kind: 'container'; name: string; hasEndSign: boolean; hasConnections: boolean };

/** Pending tasks that the innermost frame of a task, Python's own left out, has a name for: `job`, or `self.jobs` that holds them. */
export interface TasksInSight {
  taskId: string;
  name: string;
  pending: string[];
}

/** With what the clocks showed as they were read. */
export interface NumbersInSight {
  monotonicSeconds: number;
  wallSeconds: number;
  /** What is to be added to UTC for the process's own local time; null or absent where that is not known. */
  localOffsetSeconds?: number | null;
  all: NumberInSight[];
}

/** A number that the code of a frame has a name for: `deadline`, `self.limit`; a datetime (since 1970) or a timedelta in seconds. */
export interface NumberInSight {
  taskId: string | null;
  threadId: number | null;
  /** Outermost first. */
  frameIndex: number;
  name: string;
  value: number;
}

/** What a frame of a task has at hand for an exception, where its source leaves it open. */
export interface FrameCatches {
  taskId: string;
  codeId: number;
  /** Names in its `except` clauses, as written, and the classes that they stand for: module and name. */
  classes: { name: string; types: string[] }[];
  /** Outermost first. */
  managers: EnteredManager[];
}

/** A context manager whose `with` the frame stands inside. */
export interface EnteredManager {
  /** Class name. */
  type: string;
  /** The classes that a `contextlib.suppress` lets pass away; null for any other. */
  suppresses: string[] | null;
  /** Where the generator of a function with `@contextmanager` stands; null for any other. */
  generator: CodePlace | null;
  /** Where the code of its `__exit__` or `__aexit__` begins; null for one of C. */
  exit?: CodePlace | null;
}

export interface SourceText {
  file: string;
  /** null when it cannot be read, is not the file that runs, or is over 2 MiB. */
  text: string | null;
}

export interface CaptureLimit {
  code: string;
  sentence: string;
  fix: string;
}

export interface Capture {
  /** Wall clock, ms since 1970. */
  takenAtMs: number;
  durationMs: number;
  method: 'memory' | 'py-spy' | 'signals';
  retries: number;
  badReads: number;
  family: ProcessFamily;
  python: PythonIdentity | null;
  /** Python processes among the relatives, by pid: version known from their maps alone. */
  pythonRelatives: { pid: number; version: string }[];
  loops: LoopState[];
  schedulers: SchedulerState[];
  /** Every task that is not done. */
  tasks: TaskState[];
  /** Done tasks still in asyncio's sets, where those hold them. */
  doneTasks: number;
  /** Of those, and of what a signal handler has in reach: the first 32. Absent in captures of earlier versions. */
  failedTasks?: FailedTask[];
  primitives: Primitive[];
  /** Empty where only one look is taken. */
  workLeft: WorkLeft[];
  /** Empty where only one look is taken; absent in captures of earlier versions. */
  tasksInSight?: TasksInSight[];
  /** Absent where only one look is taken, and in captures of earlier versions. */
  numbersInSight?: NumbersInSight;
  /** Absent in captures of earlier versions. */
  catches?: FrameCatches[];
  threads: ThreadState[];
  /** The interpreter's table, for signals that have a Python handler. */
  signalHandlers: SignalHandler[];
  /** Installed versions of the libraries whose frames were seen, by top-level name: `{ aiohttp: "3.9.1" }`. */
  libraries: Record<string, string>;
  sources: Map<string, SourceText>;
  /** Code objects whose source cannot be read. */
  codes: Map<number, CodeFacts>;
  limits: CaptureLimit[];
}
