import type { ProcessFacts, ThreadFacts } from '../../target/facts.ts';
import type { ThreadState } from '../model/capture.ts';
import type { Pass } from '../pass.ts';
import { signalFrameIndex } from './signal-frame.ts';
import { threadHandlings } from './thread-handlings.ts';
import { threadTarget } from './thread-target.ts';
import type { WalkedThread } from './walk-threads.ts';

/** Kernel facts of every thread, joined with what the walk of Python's thread states saw of it. Main thread first. */
export function threadStates(
  process: ProcessFacts,
  walked: readonly WalkedThread[],
  pass: Pass | null,
): ThreadState[] {
  const byId = new Map(walked.filter(({ id }) => id !== 0).map((thread) => [thread.id, thread]));
  const states = process.threads.map((facts) => {
    const thread = byId.get(facts.tid);
    return thread === undefined || pass === null
      ? nativeThread(process, facts)
      : pythonThread(pass, thread, facts);
  });
  const inKernel = new Set(process.threads.map(({ tid }) => tid));
  // Without an id of the kernel's there are no facts of the kernel's.
  const others = pass === null ? [] : walked.filter(({ id }) => !inKernel.has(id));
  for (const thread of others) if (pass !== null) states.push(pythonThread(pass, thread, null));
  return states;
}

function pythonThread(pass: Pass, thread: WalkedThread, facts: ThreadFacts | null): ThreadState {
  const innermost = signalFrameIndex(pass, thread.frames);
  return {
    id: thread.id,
    pthreadId: thread.pthreadId,
    name: thread.name === '?' && facts !== null ? facts.name : thread.name,
    daemon: thread.daemon,
    isMain: thread.isMain,
    ...kernelFields(facts),
    ownsGil: thread.ownsGil,
    source: 'memory',
    stack: thread.frames.map(({ place }) => place).reverse(),
    handling: threadHandlings(pass, thread),
    signalFrameIndex: innermost === null ? null : thread.frames.length - 1 - innermost,
    target: threadTarget(pass, thread),
  };
}

/** A thread that runs no Python, or whose Python cannot be seen. */
function nativeThread(process: ProcessFacts, facts: ThreadFacts): ThreadState {
  return {
    id: facts.tid,
    pthreadId: 0,
    name: facts.name,
    daemon: null,
    isMain: facts.tid === process.pid,
    ...kernelFields(facts),
    ownsGil: false,
    source: 'none',
    stack: [],
    handling: [],
    signalFrameIndex: null,
    target: null,
  };
}

function kernelFields(facts: ThreadFacts | null) {
  return {
    state: facts?.state ?? '?',
    waitChannel: facts?.waitChannel ?? null,
    syscallName: facts?.syscall?.name ?? null,
    cpuMs: facts?.cpuMs ?? 0,
    cpuPercent: null,
    loopId: null,
    runningTaskId: null,
    waitsFor: { kind: 'unknown' as const },
    pool: null,
  };
}
