/** What `buildReport` is given: a quiet dump, and how a watch of a shutdown differs from it. */
import type { Finding, TaskVerdict } from '../../../src/diagnosis/vocabulary.ts';
import type { ReportInput } from '../../../src/report/build.ts';
import type { Shutdown } from '../../../src/report/report.ts';
import { capture, STARTED_AT_MS } from './captures.ts';

export function dumpInput(changes: Partial<ReportInput> = {}): ReportInput {
  return {
    id: '01JDB4Z0R0000000000000000A',
    revision: 1,
    complete: true,
    createdAtMs: STARTED_AT_MS,
    outcome: 'running',
    pid: 17,
    evidence: {
      captures: [{ seconds: 0, capture: capture() }],
      signal: null,
      graceSeconds: null,
      ended: false,
    },
    diagnosis: { phase: 'unknown', findings: [], verdicts: new Map() },
    shutdown: null,
    container: null,
    pod: null,
    timeline: [],
    limits: [],
    includeSource: true,
    workingFolder: '/srv',
    ...changes,
  };
}

export function shutdown(durationSeconds: number, changes: Partial<Shutdown> = {}): Shutdown {
  const graceSeconds = changes.graceSeconds ?? 5;
  return {
    trigger: 'command',
    startedAt: new Date(STARTED_AT_MS).toISOString(),
    deadlineAt: new Date(STARTED_AT_MS + graceSeconds * 1_000).toISOString(),
    graceSeconds,
    signal: 'SIGTERM',
    signalledBy: 'straggler',
    exit: null,
    durationSeconds,
    ...changes,
  };
}

export function verdicts(...list: (Partial<TaskVerdict> & { taskId: string })[]): Map<string, TaskVerdict> {
  return new Map(
    list.map((changes) => [
      changes.taskId,
      {
        cancellation: 'not-requested',
        role: 'bystander',
        reason: 'nobody who is to blame waits for it',
        waitsFor: null,
        sinceSeconds: null,
        ...changes,
      },
    ]),
  );
}

export function finding(changes: Partial<Finding> = {}): Finding {
  return {
    cause: 'cancel-swallowed',
    certainty: 'certain',
    sentence:
      "Task 'poller' swallowed its cancellation at app.py:42 (`except:` on line 44) and went back to waiting; asyncio.run waits for it.",
    fix: 'let it pass: `except asyncio.CancelledError: raise` before it, or `except Exception:` instead',
    culprit: {
      kind: 'task',
      pid: 17,
      task: { id: '0x7f01', name: 'poller', coroutine: 'Worker.poll' },
      thread: null,
      process: null,
      frame: { function: 'Worker.poll', file: '/srv/app.py', line: 42, source: 'await self.queue.get()' },
      construct: { kind: 'except', text: 'except:', file: '/srv/app.py', line: 44 },
    },
    waitsFor: { kind: 'queue', description: 'asyncio.Queue, empty, nobody puts' },
    evidence: ['cancel() was requested 1 time and not taken back'],
    blocks: ['MainThread in asyncio.run'],
    ...changes,
  };
}
