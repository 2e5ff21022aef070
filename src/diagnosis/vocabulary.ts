/** The closed words of a diagnosis. The report re-exports them; nothing to the right of diagnosis invents its own. */

/** How far the shutdown has come. */
export type Phase =
  | 'before-signal'
  | 'handling-signal'
  | 'draining'
  | 'cancelling-tasks'
  | 'closing-async-generators'
  | 'joining-executor'
  | 'joining-threads'
  | 'running-atexit'
  | 'native-teardown'
  | 'exited'
  | 'unknown';
/** certain: follows from the state alone. */
export type Certainty = 'certain' | 'likely' | 'possible';
export type WaitKind =
  | 'future'
  | 'task'
  | 'lock'
  | 'event'
  | 'queue'
  | 'semaphore'
  | 'socket'
  | 'thread'
  | 'child'
  | 'timer'
  | 'unknown';
/** What became of the cancellation of a task. */
export type Cancellation =
  | 'not-requested'
  | 'requested'
  | 'unwinding'
  | 'swallowed'
  | 'shielded'
  | 'undeliverable'
  | 'unknown';

/** Every cause of the closed list; a code is also a metric label and an anchor in docs/causes.md. */
export const CAUSE_CODES = [
  'signal-dropped-by-pid1',
  'signal-not-forwarded',
  'signal-not-sent',
  'signal-ignored',
  'signal-blocked',
  'signal-handler-replaced',
  'signal-flag-unread',
  'signal-handler-deadlock',
  'signal-handler-failed',
  'loop-blocked',
  'loop-busy',
  'loop-self-wait',
  'loop-lock-wait',
  'loop-spinning',
  'cancel-swallowed',
  'cancel-swallowed-by-library',
  'cancel-uncancelled',
  'cancel-shielded',
  'cancel-never-requested',
  'cancel-undeliverable',
  'cleanup-stuck',
  'cleanup-deadlock',
  'asyncgen-finalizer-stuck',
  'drain-waits-for-handler',
  'drain-waits-for-connection',
  'drain-longer-than-grace',
  'executor-job-running',
  'thread-not-daemon',
  'thread-join-stuck',
  'thread-loop-deadlock',
  'atexit-stuck',
  'native-teardown-stuck',
  'child-still-running',
  'child-pipe-held-open',
  'process-pool-stuck',
  'multiprocessing-queue-undrained',
  'unknown',
] as const;
export type CauseCode = (typeof CAUSE_CODES)[number];

/** A place in the target's code. */
export interface Frame {
  /** Qualified name where the Python has one (3.11). */
  function: string;
  file: string;
  /** 0 where the code has no line. */
  line: number;
}
/** A frame with the text of its line; `source` is null with --no-source or where the file cannot be read. */
export interface SourceFrame extends Frame {
  source: string | null;
}
/** The syntax to change. */
export interface Construct {
  kind: ConstructKind;
  text: string;
  file: string;
  line: number;
}
export type ConstructKind =
  | 'except'
  | 'suppress'
  | 'finally'
  | 'with'
  | 'shield'
  | 'gather'
  | 'wait_for'
  | 'task-group'
  | 'timeout'
  | 'uncancel'
  | 'loop'
  | 'call'
  | 'await'
  | 'handler'
  | 'create-task'
  | 'thread-start'
  | 'bytecode';
/** Who keeps the process alive; of `task`, `thread` and `process` the ones that apply. */
export interface Culprit {
  kind: 'task' | 'thread' | 'process' | 'signal-handler' | 'loop' | 'atexit';
  pid: number;
  task: { id: string; name: string; coroutine: string } | null;
  thread: { id: number; name: string } | null;
  process: { pid: number; command: string[] } | null;
  /** Innermost frame of the user's code at which the culprit is now. */
  frame: SourceFrame | null;
  construct: Construct | null;
}
/** What a task or a culprit waits for. */
export interface WaitsFor {
  kind: WaitKind;
  /** For people: "asyncio.Queue, empty, nobody puts". */
  description: string;
}
export interface Finding {
  cause: CauseCode;
  certainty: Certainty;
  /** What happened, with names and lines. */
  sentence: string;
  /** What to change, concretely. */
  fix: string;
  culprit: Culprit;
  waitsFor: WaitsFor | null;
  /** What was seen that carries the finding. */
  evidence: string[];
  /** Who waits for the culprit: "MainThread in asyncio.run", "task 'main'". */
  blocks: string[];
  /** Of a stop that was slow and ended: for how long this held it. Absent for what held it up to the end of the watching. */
  held?: Held | null;
}
/** Between two looks nobody knows: the truth lies between `leastSeconds` and `mostSeconds`. */
export interface Held {
  leastSeconds: number;
  mostSeconds: number;
  /** The whole stop. */
  ofSeconds: number;
}
/** The verdict over one pending task. */
export interface TaskVerdict {
  taskId: string;
  cancellation: Cancellation;
  role: 'culprit' | 'victim' | 'bystander';
  /** Why it is (not) to blame, one clause. */
  reason: string;
  waitsFor: WaitsFor | null;
  /** Seconds for which it has stood at the same await, over the captures of this watch; null for a single capture. */
  sinceSeconds: number | null;
}
export interface Diagnosis {
  phase: Phase;
  /** Most to blame first. */
  findings: Finding[];
  /** One for each pending task of the last capture. */
  verdicts: Map<string, TaskVerdict>;
}
