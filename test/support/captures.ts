/** Hand-made captures for tests of pure stages. */
import type { Capture, LoopState, TaskState, ThreadState } from '../../src/python/model/capture.ts';
import type { CodePlace } from '../../src/python/model/frame.ts';
import type { ProcessFacts, SignalMasks } from '../../src/target/facts.ts';

export function masksOf(part: Partial<SignalMasks> = {}): SignalMasks {
  return { pendingThread: 0n, pendingProcess: 0n, blocked: 0n, ignored: 0n, caught: 0x4000n, ...part };
}

export function processOf(part: Partial<ProcessFacts> = {}): ProcessFacts {
  return {
    pid: 17,
    parentPid: 1,
    namespacePids: [17],
    isInit: false,
    comm: 'python',
    command: ['python', 'app.py'],
    executable: '/usr/bin/python3',
    state: 'S',
    uid: 1000,
    gid: 1000,
    capabilities: 0n,
    tracerPid: 0,
    startTicks: 1,
    startedAtMs: 0,
    cpuMs: 0,
    signals: masksOf(),
    threads: [],
    cgroup: null,
    ...part,
  };
}

export function placeOf(name: string, line: number, part: Partial<CodePlace> = {}): CodePlace {
  return {
    function: name,
    name: name.slice(name.lastIndexOf('.') + 1),
    file: '/srv/app.py',
    line,
    firstLine: 1,
    origin: 'user',
    codeId: name.length * 1000 + line,
    instruction: 10,
    package: null,
    kind: 'coroutine',
    ...part,
  };
}

export function taskOf(id: string, part: Partial<TaskState> = {}): TaskState {
  return {
    id,
    name: id,
    coroutine: 'work',
    type: '_asyncio.Task',
    loopId: '0xl',
    activity: 'waiting',
    mustCancel: false,
    waiterState: 'pending',
    cancelRequests: 0,
    inToCancel: null,
    stack: [placeOf('work', 10)],
    handling: [],
    chainEnd: null,
    wait: {
      on: { kind: 'future', futureId: '0xf', type: 'Future', state: 'pending', heldBy: [], holderIds: [] },
      description: 'a Future',
      bound: null,
    },
    doneCallbacks: [],
    awaitedBy: [],
    createdAt: null,
    stepMark: `${id}@1`,
    moving: false,
    ...part,
  };
}

export function threadOf(part: Partial<ThreadState> = {}): ThreadState {
  return {
    id: 17,
    pthreadId: 1,
    name: 'MainThread',
    daemon: false,
    isMain: true,
    state: 'S',
    waitChannel: null,
    syscallName: 'epoll_wait',
    cpuMs: 0,
    cpuPercent: 0,
    ownsGil: false,
    source: 'memory',
    stack: [placeOf('<module>', 71, { kind: 'function' })],
    handling: [],
    loopId: '0xl',
    runningTaskId: null,
    waitsFor: { kind: 'selector' },
    pool: null,
    signalFrameIndex: null,
    target: null,
    ...part,
  };
}

export function loopOf(part: Partial<LoopState> = {}): LoopState {
  return {
    id: '0xl',
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
    ...part,
  };
}

export function captureOf(part: Partial<Capture> & { target?: ProcessFacts } = {}): Capture {
  const { target = processOf(), ...rest } = part;
  return {
    takenAtMs: 1_000,
    durationMs: 5,
    method: 'memory',
    retries: 0,
    badReads: 0,
    family: { target, ancestors: [], descendants: [], firstPid: target.pid },
    python: {
      version: '3.12.1',
      minor: 12,
      implementation: 'cpython',
      freeThreaded: false,
      executable: '/usr/bin/python3',
      libraryPath: '/usr/lib/python3.12',
      finalizing: false,
      asyncioImported: true,
    },
    pythonRelatives: [],
    loops: [loopOf()],
    tasks: [],
    schedulers: [],
    doneTasks: 0,
    primitives: [],
    workLeft: [],
    threads: [threadOf()],
    signalHandlers: [],
    libraries: {},
    sources: new Map(),
    codes: new Map(),
    limits: [],
    ...rest,
  };
}
