/** Looks at a Python child that the process waits for, so that the child's own fault is named and not the waiting. */

import type { CaptureAt, ChildEvidence } from '../diagnosis/context.ts';
import { pausesBetweenRounds } from '../diagnosis/waits/pauses.ts';
import type { Capture, ThreadState } from '../python/model/capture.ts';
import type { ProcessObserver } from '../python/observer.ts';
import type { Report } from '../report/report.ts';
import type { Now } from './clock.ts';

/** Two looks tell whether it moves. */
const BETWEEN_MS = 300;
const BUDGET_MS = 3000;
const MOST_CHILDREN = 4;

export interface ChildLookOptions {
  openObserver: (pid: number) => ProcessObserver;
  now: Now;
  wait: (ms: number) => Promise<unknown>;
}

export class ChildLooks {
  readonly #options: ChildLookOptions;
  /** Kept as long as there is no newer evidence. */
  evidence: readonly ChildEvidence[] = [];
  /** What the last round took; 0 before the first. */
  lastMs = 0;

  constructor(options: ChildLookOptions) {
    this.#options = options;
  }

  /** Looks at the children that `report` leads to; false when it leads to none, or they could not be seen. */
  async look(report: Report, capture: Capture | undefined): Promise<boolean> {
    const pids = this.#pidsOf(report, capture);
    if (pids.length === 0) return false;
    const startMs = this.#options.now();
    const seen = await lookAtChildren(pids, this.#options);
    this.lastMs = this.#options.now() - startMs;
    if (seen.length > 0) this.evidence = seen;
    return seen.length > 0;
  }

  /** A report that names a child's own fault names no process any more: the children of the last round are looked at again. */
  #pidsOf(report: Report, capture: Capture | undefined): number[] {
    if (capture === undefined) return [];
    const pids = childrenToLookAt(report, capture);
    if (pids.length > 0) return pids;
    const pythons = new Set(capture.pythonRelatives.map((one) => one.pid));
    return this.evidence.map(({ pid }) => pid).filter((pid) => pythons.has(pid));
  }
}

/**
 * The Python child that the first finding names, and the other Python children, if it names one; all of them where it says
 * that the target told none, or that its main thread pauses for a reason that was not found; else none.
 */
function childrenToLookAt(report: Report, capture: Capture): number[] {
  const [first] = report.findings;
  if (first === undefined) return [];
  const descendants = new Set(capture.family.descendants.map((one) => one.pid));
  const pythons = capture.pythonRelatives.map((one) => one.pid).filter((pid) => descendants.has(pid));
  if (mayPollForChildren(first, capture)) return oddFirst(capture, pythons).slice(0, MOST_CHILDREN);
  const named = first.culprit.process?.pid;
  if (named === undefined) return [];
  const isUntold = first.cause === 'signal-not-forwarded' && named === capture.family.target.pid;
  if (isUntold) return oddFirst(capture, pythons).slice(0, MOST_CHILDREN);
  if (!descendants.has(named)) return [];
  return [named, ...oddFirst(capture, pythons).filter((pid) => pid !== named)]
    .filter((pid) => pythons.includes(pid))
    .slice(0, MOST_CHILDREN);
}

function mayPollForChildren(
  { cause, certainty, culprit }: Report['findings'][number],
  capture: Capture,
): boolean {
  const main = capture.threads.find((one) => one.isMain);
  if (main === undefined || certainty === 'certain' || culprit.thread?.id !== main.id) return false;
  return (
    cause === 'unknown' || (cause === 'cleanup-stuck' && (pausesBetweenRounds(main) || isForProcesses(main)))
  );
}

/** It waits for what processes share, which a child may be the one to end. */
function isForProcesses({ waitsFor }: ThreadState): boolean {
  return 'ofProcesses' in waitsFor && waitsFor.ofProcesses === true;
}

/** The idle workers of a pool all stand in the same system call; who stands in another one than its siblings tells more. */
function oddFirst({ family }: Capture, pids: readonly number[]): number[] {
  const stands = new Map(
    family.descendants.map(({ pid, state, threads }) => [pid, `${state} ${threads[0]?.syscall?.name}`]),
  );
  const count = (pid: number) => pids.filter((one) => stands.get(one) === stands.get(pid)).length;
  return [...pids].sort((a, b) => count(a) - count(b));
}

/** Never rejects: a child that cannot be seen leaves the finding as it is. All are looked at, then all a second time. */
async function lookAtChildren(
  pids: readonly number[],
  { openObserver, now, wait }: ChildLookOptions,
): Promise<ChildEvidence[]> {
  const startMs = now();
  const children = pids.map((pid) => ({ pid, captures: [] as CaptureAt[], observer: openObserver(pid) }));
  for (let look = 0; look < 2; look += 1) {
    if (look > 0) await wait(BETWEEN_MS);
    for (const { captures, observer } of children) {
      try {
        const seconds = (now() - startMs) / 1000;
        captures.push({ seconds, capture: await observer.capture(BUDGET_MS) });
      } catch {
        // Gone, or not to be seen: what is known of it stands in the parent's finding.
      }
    }
  }
  for (const { observer } of children) observer.close();
  return children.flatMap(({ pid, captures }) => (captures.length === 0 ? [] : [{ pid, captures }]));
}
