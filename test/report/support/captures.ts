/** Hand-written captures: only what a test says differs from a quiet process with one waiting loop. */
import type { Capture, TaskState, ThreadState } from '../../../src/python/model/capture.ts';
import type { CodePlace } from '../../../src/python/model/frame.ts';
import type { ProcessFacts } from '../../../src/target/facts.ts';

export const STARTED_AT_MS = Date.UTC(2026, 10, 22, 12, 0, 0);

export function place(fn: string, file: string, line: number, changes: Partial<CodePlace> = {}): CodePlace {
  const isLibrary = file.includes('/site-packages/');
  const isPython = !isLibrary && file.startsWith('/usr/lib/python3.12/');
  const origins = isPython ? 'python' : 'user';
  return {
    function: fn,
    name: fn.slice(fn.lastIndexOf('.') + 1),
    file,
    line,
    firstLine: Math.max(1, line - 5),
    origin: isLibrary ? 'library' : origins,
    codeId: line,
    instruction: 2,
    package: null,
    kind: 'coroutine',
    ...changes,
  };
}

export function task(
  id: string,
  name: string,
  stack: CodePlace[],
  changes: Partial<TaskState> = {},
): TaskState {
  return {
    id,
    name,
    coroutine: stack[0]?.function ?? 'run',
    type: '_asyncio.Task',
    loopId: '0x100',
    activity: 'waiting',
    mustCancel: false,
    waiterState: 'pending',
    cancelRequests: 0,
    inToCancel: null,
    stack,
    handling: [],
    chainEnd: null,
    wait: null,
    doneCallbacks: [],
    awaitedBy: [],
    createdAt: null,
    stepMark: '',
    moving: false,
    ...changes,
  };
}

export function thread(
  id: number,
  name: string,
  stack: CodePlace[],
  changes: Partial<ThreadState> = {},
): ThreadState {
  return {
    id,
    pthreadId: id,
    name,
    daemon: false,
    isMain: id === 17,
    state: 'S',
    waitChannel: 'ep_poll',
    syscallName: 'epoll_wait',
    cpuMs: 120,
    cpuPercent: 0,
    ownsGil: false,
    source: 'py-spy',
    stack,
    handling: [],
    loopId: null,
    runningTaskId: null,
    waitsFor: { kind: 'selector' },
    pool: null,
    signalFrameIndex: null,
    target: null,
    ...changes,
  };
}

function processFacts(changes: Partial<ProcessFacts> = {}): ProcessFacts {
  const none = { pendingThread: 0n, pendingProcess: 0n, blocked: 0n, ignored: 0n, caught: 0n };
  return {
    pid: 17,
    parentPid: 1,
    namespacePids: [17],
    isInit: false,
    comm: 'python',
    command: ['python', 'app.py'],
    executable: '/usr/local/bin/python3.12',
    state: 'S',
    uid: 1_000,
    gid: 1_000,
    capabilities: 0n,
    tracerPid: 0,
    startTicks: 1_234,
    startedAtMs: STARTED_AT_MS - 3_600_000,
    cpuMs: 900,
    signals: none,
    threads: [],
    cgroup: null,
    ...changes,
  };
}

export function capture(changes: Partial<Capture> = {}): Capture {
  return {
    takenAtMs: STARTED_AT_MS,
    durationMs: 11,
    method: 'memory',
    retries: 0,
    badReads: 0,
    family: { target: processFacts(), ancestors: [], descendants: [], firstPid: 17 },
    python: {
      version: '3.12.1',
      minor: 12,
      implementation: 'cpython',
      freeThreaded: false,
      executable: '/usr/local/bin/python3.12',
      libraryPath: '/usr/lib/python3.12',
      finalizing: false,
      asyncioImported: true,
    },
    pythonRelatives: [],
    loops: [
      {
        id: '0x100',
        kind: 'asyncio',
        type: '_UnixSelectorEventLoop',
        threadId: 17,
        state: 'waiting',
        stopping: false,
        readyCount: 0,
        callbacksTaken: null,
        ready: [],
        timerCount: 0,
        timers: [],
        signalHandlers: [],
        defaultExecutor: null,
        runningTaskId: null,
      },
    ],
    tasks: [],
    schedulers: [],
    doneTasks: 0,
    primitives: [],
    workLeft: [],
    threads: [],
    signalHandlers: [],
    libraries: {},
    sources: new Map(),
    codes: new Map(),
    limits: [],
    ...changes,
  };
}
