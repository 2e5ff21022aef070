/**
 * The report: one shape for every outcome; all renderings are derived from it. A product with a version: fields may be
 * added (then `parse/later-fields.ts` says what an older report is given for it), a field keeps its name and meaning.
 * `npm run schema` makes `schema/report.v1.json` and the tables of `docs/report.md` from these types and comments.
 */
import type {
  Cancellation,
  Finding as DiagnosedFinding,
  Frame,
  Held,
  Phase,
  WaitsFor,
} from '../diagnosis/vocabulary.ts';

/**
 * exited: ended in time. slow: ended in time, but past the slow threshold. hung: alive at the deadline, or when the
 * watching ended. running: no signal was involved (a dump).
 */
export type Outcome = 'exited' | 'slow' | 'hung' | 'running';
/** What began the watch: a preStop hook, Straggler's own SIGTERM, the Kubernetes API, a signal seen at the process, a command line. */
export type Trigger = 'prestop' | 'sigterm' | 'api' | 'process' | 'command';
// `Omit` takes nothing away: it keeps the schema generator from meeting two types of one name.
/** What keeps, or would keep, the process from ending, and who. */
export interface Finding extends Omit<DiagnosedFinding, 'fingerprint' | 'held'> {
  /** Stable over pods and releases: cause, file (relative), function, construct; no line numbers, no ids. */
  fingerprint: string;
  /** Of a stop that was slow and ended: for how long this held it; null in every other report. */
  held: Held | null;
}
/** A task that is still pending. */
export interface Survivor {
  /** Address in the target: unique within the report. */
  id: string;
  name: string;
  /** Qualified name of the outermost coroutine. */
  coroutine: string;
  state: 'waiting' | 'running' | 'ready' | 'not-started';
  /** asyncio's own counter of cancel() calls; null where this Python has none (before 3.11). */
  cancelRequests: number | null;
  cancellation: Cancellation;
  /** The whole chain of awaits, outermost first. */
  stack: Frame[];
  /** null while it runs, is ready to run, or has not started. */
  waitsFor: WaitsFor | null;
  /** Ids of the tasks that wait for it. */
  awaitedBy: string[];
  /** For how long it has stood at the same await; null when seen once only. */
  sinceSeconds: number | null;
  /** Where it was created, outermost first; null unless asyncio's debug mode kept it. */
  createdAt: Frame[] | null;
  /** culprit: named by a finding. victim: waits for a culprit. bystander: neither. */
  role: 'culprit' | 'victim' | 'bystander';
  /** Why it is to blame, or is not: one clause. */
  reason: string;
}
/** A thread of the target at the last look. */
export interface ReportThread {
  /**
   * Kernel thread id.
   * @asType integer
   */
  id: number;
  name: string;
  /** null when it could not be told. */
  daemon: boolean | null;
  /** The kernel's letter: R running, S sleeping, D in the kernel, T stopped, Z ended. */
  state: string;
  /** Share of one core since the look before; null for the first look. */
  cpuPercent: number | null;
  /** Who read the stack: py-spy, where it was asked and saw the same or more; else Straggler itself, from memory. */
  source: 'py-spy' | 'memory' | 'none';
  /** Outermost first. */
  stack: Frame[];
  /** In words; null while it computes, or when unknown. */
  waitsFor: string | null;
}
/** Something that happened during the watch. */
export interface TimelineEntry {
  /** Since shutdown.startedAt. */
  seconds: number;
  /** `signal-sent`, `captured`, `deadline`, `exited`, … */
  event: string;
  detail: string;
}
/** One look at the target. */
export interface CaptureSummary {
  /** Since shutdown.startedAt; negative for a look before the signal. */
  seconds: number;
  durationMs: number;
  /**
   * Tasks that were not done.
   * @asType integer
   */
  pending: number;
  /** How it looked; `signals`: nothing of Python could be read. */
  method: 'memory' | 'py-spy' | 'signals';
  /**
   * Reads that were repeated because the target moved.
   * @asType integer
   */
  retries: number;
}
/** What could not be seen. */
export interface Limit {
  /** Stable, for machines: `no-py-spy`. */
  code: string;
  /** What could not be seen, and why. */
  sentence: string;
  /** How to allow it; empty when nothing can be done. */
  fix: string;
}
/** The pod the target runs in. */
export interface Pod {
  namespace: string;
  name: string;
  uid: string;
  node: string | null;
  /** The top owner: a Deployment, not its ReplicaSet. */
  workload: { kind: string; name: string } | null;
  /** Of the target's container. */
  image: string | null;
  labels?: { [name: string]: string };
}
/** The termination that was watched. */
export interface Shutdown {
  trigger: Trigger;
  /** ISO 8601, UTC. */
  startedAt: string;
  /** startedAt plus the grace period. */
  deadlineAt: string;
  graceSeconds: number;
  /** null when no signal was seen. */
  signal: string | null;
  signalledBy: 'kubelet' | 'straggler' | 'unknown';
  /** How the process ended: with a code or by a signal; null when its end was not seen. */
  exit: { at: string; code: number | null; signal: string | null } | null;
  /** From startedAt to the exit, or to the end of the watching. */
  durationSeconds: number;
}
/** An event loop. */
interface ReportLoop {
  /** other: of another library, or the scheduler of trio, curio, gevent, eventlet or Twisted, whose tasks are not read. */
  kind: 'asyncio' | 'uvloop' | 'other';
  /** Kernel thread id of the thread that runs it; null when none does. */
  thread: number | null;
  /** waiting: for events. stopped: neither closed nor run by anyone. */
  state: 'waiting' | 'running' | 'closed' | 'stopped';
}
/** What was found out about the interpreter. */
interface ReportPython {
  /** `3.12.1`; patch `?` where memory does not tell. */
  version: string;
  implementation: string;
  freeThreaded: boolean;
  executable: string | null;
}
/** What a SIGTERM met at the first look. */
export interface ReportSigterm {
  /** By whom: a handler, the kernel's default (the process ends at once, PID 1 goes on), nobody, or blocked in every thread. */
  taken: 'handled' | 'default' | 'ignored' | 'blocked';
  /** Qualified name of what takes it; null where that is none of Python's, or is not known. */
  handler: string | null;
  /** Where the handler begins; null for compiled code. */
  place: { file: string; line: number } | null;
}

/** The watched process. */
export interface ReportTarget {
  /** @asType integer */
  pid: number;
  /** Values of secret-looking flags are cut. */
  command: string[];
  startedAt: string | null;
  /** Container name; null outside Kubernetes. */
  container: string | null;
  /** PID 1 of its own pid namespace. */
  isInit: boolean;
  /** null when nothing of Python could be read. */
  python: ReportPython | null;
  loops: ReportLoop[];
  /** Paths below it are shown relative to it; null when it could not be read. */
  workingFolder: string | null;
  /** null when it could not be read. */
  sigterm: ReportSigterm | null;
}
/** How many tasks there were. */
interface TaskCounts {
  /**
   * The most that any look saw.
   * @asType integer
   */
  total: number;
  /**
   * Still pending at the last look: the number of survivors.
   * @asType integer
   */
  pending: number;
  /**
   * Survivors that somebody asked to stop.
   * @asType integer
   */
  cancelRequested: number;
}
/** What one watch, or one look, of a process found out. */
export interface Report {
  schema: 'straggler.report/v1';
  /** Sortable and unique; later revisions of one termination keep it. */
  id: string;
  /**
   * A report is written early and improved: the highest revision wins.
   * @asType integer
   */
  revision: number;
  /** false: written before the end was known (what a kill leaves behind). */
  complete: boolean;
  /** ISO 8601, UTC. */
  createdAt: string;
  outcome: Outcome;
  /** The first finding's sentence, or how it ended. */
  summary: string;
  target: ReportTarget;
  /** null outside Kubernetes. */
  pod: Pod | null;
  /** null for a dump. */
  shutdown: Shutdown | null;
  phase: Phase;
  /** Most to blame first; empty when it ended in time. Of a slow end: the one that held it longest. */
  findings: Finding[];
  /** Every task still pending at the last look, culprit or not; empty when it exited. */
  survivors: Survivor[];
  tasks: TaskCounts;
  /** At the last look; empty when it exited. */
  threads: ReportThread[];
  timeline: TimelineEntry[];
  captures: CaptureSummary[];
  limits: Limit[];
}
