/**
 * The report: one shape for every outcome; all renderings are derived from it. A product with a version:
 * fields may be added, a field keeps its name and meaning. `schema/report.v1.json` is generated from these types.
 */
import type {
  Cancellation,
  Finding as DiagnosedFinding,
  Frame,
  Phase,
  WaitsFor,
} from '../diagnosis/vocabulary.ts';

export type Outcome = 'exited' | 'slow' | 'hung' | 'running';
export type Trigger = 'prestop' | 'sigterm' | 'api' | 'process' | 'command';
/** A finding of the diagnosis, with the name that groups it with its like. */
export interface Finding extends DiagnosedFinding {
  /** Stable over pods and releases: cause, file (relative), function, construct; no line numbers, no ids. */
  fingerprint: string;
}
export interface Survivor {
  id: string;
  name: string;
  coroutine: string;
  state: 'waiting' | 'running' | 'ready' | 'not-started';
  cancelRequests: number | null;
  cancellation: Cancellation;
  /** Outermost first, the whole await chain. */
  stack: Frame[];
  waitsFor: WaitsFor | null;
  awaitedBy: string[];
  sinceSeconds: number | null;
  createdAt: Frame[] | null;
  /** culprit: in a finding. victim: waits for a culprit. bystander: neither. */
  role: 'culprit' | 'victim' | 'bystander';
  /** Why it is (not) to blame, one clause. */
  reason: string;
}
export interface ReportThread {
  id: number;
  name: string;
  daemon: boolean | null;
  state: string;
  cpuPercent: number | null;
  source: 'py-spy' | 'memory' | 'none';
  stack: Frame[];
  waitsFor: string | null;
}
export interface TimelineEntry {
  /** Since shutdown.startedAt. */
  seconds: number;
  event: string;
  detail: string;
}
export interface CaptureSummary {
  seconds: number;
  durationMs: number;
  pending: number;
  method: 'memory' | 'py-spy' | 'signals';
  retries: number;
}
export interface Limit {
  code: string;
  sentence: string;
  fix: string;
}
export interface Pod {
  namespace: string;
  name: string;
  uid: string;
  node: string | null;
  workload: { kind: string; name: string } | null;
  image: string | null;
  labels?: Record<string, string>;
}
export interface Shutdown {
  trigger: Trigger;
  startedAt: string;
  deadlineAt: string;
  graceSeconds: number;
  signal: string | null;
  signalledBy: 'kubelet' | 'straggler' | 'unknown';
  exit: { at: string; code: number | null; signal: string | null } | null;
  durationSeconds: number;
}
export interface ReportTarget {
  pid: number;
  command: string[];
  startedAt: string | null;
  container: string | null;
  isInit: boolean;
  python: {
    version: string;
    implementation: string;
    freeThreaded: boolean;
    executable: string | null;
  } | null;
  loops: ReportLoop[];
  /** Paths below it are shown relative to it; null when it could not be read. */
  workingFolder: string | null;
}
export interface ReportLoop {
  kind: 'asyncio' | 'uvloop' | 'other';
  /** Kernel thread id of the thread that runs it; null when none does. */
  thread: number | null;
  /** stopped: neither closed nor run by anyone. */
  state: 'waiting' | 'running' | 'closed' | 'stopped';
}
export interface Report {
  schema: 'straggler.report/v1';
  id: string;
  revision: number;
  complete: boolean;
  createdAt: string;
  outcome: Outcome;
  summary: string;
  target: ReportTarget;
  pod: Pod | null;
  shutdown: Shutdown | null;
  phase: Phase;
  findings: Finding[];
  survivors: Survivor[];
  tasks: { total: number; pending: number; cancelRequested: number };
  threads: ReportThread[];
  timeline: TimelineEntry[];
  captures: CaptureSummary[];
  limits: Limit[];
}
