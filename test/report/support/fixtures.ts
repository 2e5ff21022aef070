/** The reports that every rendering is shown with: one for each outcome, and the awkward ones. */
import type { Capture } from '../../../src/python/model/capture.ts';
import type { ReportInput } from '../../../src/report/build.ts';
import { buildReport } from '../../../src/report/build.ts';
import type { Report } from '../../../src/report/report.ts';
import { capture, place, task, thread } from './captures.ts';
import { dumpInput, finding, shutdown, verdicts } from './inputs.ts';

const LIB = '/usr/lib/python3.12';
const runners = place('run', `${LIB}/asyncio/runners.py`, 194, { kind: 'function' });
const cancelAll = place('_cancel_all_tasks', `${LIB}/asyncio/runners.py`, 210, { kind: 'function' });
const select = place('EpollSelector.select', `${LIB}/selectors.py`, 468, { kind: 'function' });
const queueGet = place('Queue.get', `${LIB}/asyncio/queues.py`, 158);
const mainModule = place('<module>', '/srv/app.py', 80, { kind: 'function' });
const mainThread = thread(17, 'MainThread', [mainModule, runners, cancelAll, select], { loopId: '0x100' });
const poll = [place('Worker.poll', '/srv/app.py', 42), queueGet];
const main = [
  place('main', '/srv/app.py', 71),
  place('TaskGroup.__aexit__', `${LIB}/asyncio/taskgroups.py`, 92),
];

function pollerTask(cancelRequests: number) {
  return task('0x7f01', 'poller', poll, { cancelRequests, awaitedBy: ['0x7f02'] });
}

function crowd(size: number): Capture['tasks'] {
  const stack = [
    place('Connection.serve', '/srv/app.py', 25),
    place('sleep', `${LIB}/asyncio/tasks.py`, 656),
  ];
  return Array.from({ length: size }, (_, index) => task(`0x9${index}`, `conn-${index}`, stack));
}

/** report.md's own example: a task swallowed its cancellation, and asyncio.run waits for it. */
export function hungInput(): ReportInput {
  const left = [pollerTask(1), task('0x7f02', 'Task-1', main, { coroutine: 'main', cancelRequests: 1 })];
  const looks = [
    { seconds: 0.02, tasks: [...left, ...crowd(212)] },
    { seconds: 0.27, tasks: left },
    { seconds: 1.1, tasks: left },
    { seconds: 5, tasks: left },
  ];
  return dumpInput({
    outcome: 'hung',
    revision: 4,
    evidence: {
      captures: looks.map(({ seconds, tasks }) => ({
        seconds,
        capture: capture({ tasks, threads: [mainThread] }),
      })),
      signal: { number: 15, name: 'SIGTERM', sentBy: 'straggler', sentToPid: 17 },
      graceSeconds: 5,
      ended: false,
    },
    diagnosis: {
      phase: 'cancelling-tasks',
      findings: [finding()],
      verdicts: verdicts(
        {
          taskId: '0x7f01',
          cancellation: 'swallowed',
          role: 'culprit',
          reason: 'caught its CancelledError and went on',
          waitsFor: { kind: 'queue', description: 'asyncio.Queue, empty, nobody puts' },
          sinceSeconds: 4.73,
        },
        {
          taskId: '0x7f02',
          cancellation: 'requested',
          role: 'victim',
          reason: "waits for 'poller'",
          waitsFor: { kind: 'task', description: "task 'poller'" },
          sinceSeconds: 4.73,
        },
      ),
    },
    shutdown: shutdown(5),
    timeline: [
      { seconds: 0, event: 'signal-sent', detail: 'SIGTERM to pid 17' },
      { seconds: 0.18, event: 'captured', detail: 'first verdict: cancel-swallowed' },
      { seconds: 5, event: 'deadline', detail: 'the grace period of 5 s is over' },
    ],
  });
}

/** Ended at once, and what was alive just before is nobody's concern. */
export function exitedInput(): ReportInput {
  return dumpInput({
    outcome: 'exited',
    evidence: {
      captures: [{ seconds: 0.02, capture: capture({ tasks: crowd(3), threads: [mainThread] }) }],
      signal: null,
      graceSeconds: 30,
      ended: true,
    },
    diagnosis: { phase: 'exited', findings: [], verdicts: new Map() },
    shutdown: shutdown(0.41, {
      graceSeconds: 30,
      exit: { at: '2026-11-22T12:00:00.410Z', code: 0, signal: null },
    }),
    timeline: [
      { seconds: 0, event: 'signal-sent', detail: 'SIGTERM to pid 17' },
      { seconds: 0.41, event: 'exited', detail: 'status 0' },
    ],
  });
}

/** In time, but most of the grace period went by: the job of a thread pool took it. */
function slowInput(): ReportInput {
  const job = place('export_all', '/srv/jobs.py', 118, { kind: 'function' });
  const worker = thread(
    23,
    'asyncio_0',
    [place('_worker', `${LIB}/concurrent/futures/thread.py`, 83, { kind: 'function' }), job],
    { waitsFor: { kind: 'sleep' }, pool: { executorId: '0x55', idle: false, queued: null } },
  );
  const base = hungInput();
  return dumpInput({
    outcome: 'slow',
    revision: 3,
    evidence: {
      captures: [
        { seconds: 0.02, capture: capture({ tasks: crowd(12), threads: [mainThread, worker] }) },
        {
          seconds: 20.5,
          capture: capture({
            tasks: [task('0x7f02', 'Task-1', main, { coroutine: 'main' })],
            threads: [mainThread, worker],
          }),
        },
      ],
      signal: base.evidence.signal,
      graceSeconds: 30,
      ended: true,
    },
    diagnosis: {
      phase: 'exited',
      findings: [
        finding({
          cause: 'executor-job-running',
          certainty: 'likely',
          sentence:
            "Stopped after 25.2 s; at least 20.5 s of it thread 'asyncio_0' ran a job of a thread pool, at jobs.py:118 in export_all.",
          fix: 'If it should stop sooner: give the job a stop flag that it looks at',
          culprit: {
            kind: 'thread',
            pid: 17,
            task: null,
            thread: { id: 23, name: 'asyncio_0' },
            process: null,
            frame: { function: 'export_all', file: '/srv/jobs.py', line: 118, source: 'time.sleep(1)' },
            construct: null,
          },
          waitsFor: { kind: 'timer', description: 'a sleep in a loop' },
          evidence: ['it held the shutdown for at least 20.5 of 25.2 s: seen at 0.02 and 20.5 s'],
          blocks: ["task 'Task-1' in shutdown_default_executor"],
          held: { leastSeconds: 20.48, mostSeconds: 25.2, ofSeconds: 25.2 },
        }),
      ],
      verdicts: verdicts({
        taskId: '0x7f02',
        role: 'victim',
        reason: "waits for thread 'asyncio_0'",
        waitsFor: { kind: 'thread', description: "thread 'asyncio_0'" },
        sinceSeconds: null,
      }),
    },
    shutdown: shutdown(25.2, {
      graceSeconds: 30,
      exit: { at: '2026-11-22T12:00:25.200Z', code: 0, signal: null },
    }),
    timeline: [
      { seconds: 0, event: 'signal-sent', detail: 'SIGTERM to pid 17' },
      { seconds: 25.2, event: 'exited', detail: 'status 0' },
    ],
  });
}

/** A running process: a crowd, a chain of waiters, and two tasks that wait for each other. */
function dumpGraphInput(): ReportInput {
  const lockWait = place('Lock.acquire', `${LIB}/asyncio/locks.py`, 114);
  const left = [place('Account.move', '/srv/bank.py', 31), lockWait];
  const right = [place('Account.move', '/srv/bank.py', 33), lockWait];
  const tasks = [
    task('0xa1', 'move-a', left, { awaitedBy: ['0xa2'] }),
    task('0xa2', 'move-b', right, { awaitedBy: ['0xa1'] }),
    task('0xb1', 'reader', poll, { awaitedBy: ['0xb2'] }),
    task('0xb2', 'pump', [place('pump', '/srv/app.py', 55)], { awaitedBy: ['0xb3'] }),
    task('0xb3', 'Task-1', main, { coroutine: 'main' }),
    ...crowd(37),
  ];
  const waits = (taskId: string, kind: 'lock' | 'task' | 'timer' | 'queue', description: string) => ({
    taskId,
    waitsFor: { kind, description },
  });
  return dumpInput({
    evidence: {
      captures: [{ seconds: 0, capture: capture({ tasks, threads: [mainThread] }) }],
      signal: null,
      graceSeconds: null,
      ended: false,
    },
    diagnosis: {
      phase: 'unknown',
      findings: [
        finding({
          cause: 'cleanup-deadlock',
          certainty: 'possible',
          sentence: "Tasks 'move-a' and 'move-b' wait for each other's lock (bank.py:31 and bank.py:33).",
          fix: 'take the two locks in the same order everywhere',
          culprit: {
            kind: 'task',
            pid: 17,
            task: { id: '0xa1', name: 'move-a', coroutine: 'Account.move' },
            thread: null,
            process: null,
            frame: {
              function: 'Account.move',
              file: '/srv/bank.py',
              line: 31,
              source: 'async with second.lock:',
            },
            construct: { kind: 'with', text: 'async with second.lock:', file: '/srv/bank.py', line: 31 },
          },
          waitsFor: { kind: 'lock', description: "asyncio.Lock held by 'move-b'" },
          evidence: [
            "'move-b' holds the lock that 'move-a' waits for",
            "and 'move-a' the one 'move-b' waits for",
          ],
          blocks: [],
        }),
      ],
      verdicts: verdicts(
        { ...waits('0xa1', 'lock', "asyncio.Lock held by 'move-b'"), role: 'culprit', reason: 'in a ring' },
        { ...waits('0xa2', 'lock', "asyncio.Lock held by 'move-a'"), role: 'culprit', reason: 'in a ring' },
        waits('0xb1', 'queue', 'asyncio.Queue, empty, nobody puts'),
        waits('0xb2', 'task', "task 'reader'"),
        waits('0xb3', 'task', "task 'pump'"),
        ...crowd(37).map(({ id }) => waits(id, 'timer', 'a sleep, 30 s left')),
      ),
    },
  });
}

/** In a pod, and signals only: nothing of Python could be read. */
export function limitsInput(): ReportInput {
  return dumpInput({
    outcome: 'hung',
    evidence: {
      captures: [{ seconds: 0.02, capture: capture({ python: null, loops: [], method: 'signals' }) }],
      signal: null,
      graceSeconds: 30,
      ended: false,
    },
    shutdown: shutdown(30, { graceSeconds: 30, trigger: 'prestop', signalledBy: 'kubelet' }),
    container: 'app',
    pod: {
      namespace: 'shop',
      name: 'orders-7d9f8b-x2x7k',
      uid: '5b0c9a52-6f0e-4f0a-9a58-0d7f2a1c7a11',
      node: 'worker-3',
      workload: { kind: 'Deployment', name: 'orders' },
      image: 'registry.example/orders:1.4.2',
      labels: { app: 'orders', 'pod-template-hash': '7d9f8b' },
    },
    timeline: [{ seconds: 0, event: 'trigger', detail: 'preStop hook' }],
    limits: [
      {
        code: 'no-permission',
        sentence:
          'The memory of pid 17 cannot be read: it belongs to uid 1000 and Straggler runs as uid 65532.',
        fix: 'run the sidecar with runAsUser: 1000, or give it SYS_PTRACE (chart value profile: root)',
      },
      {
        code: 'no-py-spy',
        sentence: 'py-spy was not found, so thread stacks come from memory alone.',
        fix: 'pip install py-spy==0.4.3, or say where it is with --py-spy PATH',
      },
    ],
  });
}

export const HOSTILE = {
  escape: '\x1b]0;owned\x07\x1b[2Jpoller',
  markup: '"><script>alert(1)</script>&\'',
  bidi: 'safe\u202etxt.exe\u2066',
  surrogate: 'half \ud800 pair',
  controls: 'a\0b\rc\nd\u009b31m\ufffe]]>',
  long: 'x'.repeat(1_000_000),
};

/** Every name is an attack. */
export function hostileInput(): ReportInput {
  const names = Object.values(HOSTILE);
  const file = `/srv/${HOSTILE.markup}${HOSTILE.escape}.py`;
  const tasks = names.map((name, index) =>
    task(`0xc${index}`, name, [place(name, file, 7)], { coroutine: name, awaitedBy: ['0xc0', 'nonsense'] }),
  );
  const text = names.slice(0, 5).join(' ');
  return dumpInput({
    outcome: 'hung',
    container: HOSTILE.markup,
    evidence: {
      captures: [
        {
          seconds: 0.1,
          capture: capture({
            tasks,
            threads: [thread(17, text, [place(text, file, 3)], { loopId: '0x100' })],
          }),
        },
      ],
      signal: null,
      graceSeconds: 5,
      ended: false,
    },
    diagnosis: {
      phase: 'cancelling-tasks',
      findings: [
        finding({
          sentence: `Task '${text}' swallowed its cancellation.`,
          fix: text,
          culprit: {
            kind: 'task',
            pid: 17,
            task: { id: '0xc0', name: HOSTILE.escape, coroutine: HOSTILE.bidi },
            thread: null,
            process: null,
            frame: { function: text, file, line: 7, source: text },
            construct: { kind: 'except', text, file, line: 9 },
          },
          waitsFor: { kind: 'unknown', description: text },
          evidence: [text, HOSTILE.long],
          blocks: [text],
        }),
      ],
      verdicts: verdicts(
        ...names.map((name, index) => ({
          taskId: `0xc${index}`,
          role: index === 0 ? ('culprit' as const) : ('victim' as const),
          reason: name,
          waitsFor: { kind: 'unknown' as const, description: name },
        })),
      ),
    },
    shutdown: shutdown(5),
    timeline: [{ seconds: 0, event: 'signal-sent', detail: text }],
    limits: [{ code: HOSTILE.markup, sentence: text, fix: text }],
  });
}

export const FIXTURES: Record<string, () => Report> = {
  hung: () => buildReport(hungInput()),
  exited: () => buildReport(exitedInput()),
  slow: () => buildReport(slowInput()),
  dump: () => buildReport(dumpGraphInput()),
  limits: () => buildReport(limitsInput()),
  hostile: () => buildReport(hostileInput()),
};
