/** How far the shutdown has come, read off the main thread's stack (causes.md, "An order that worked", step 2). */

import type { Capture, ThreadState } from '../../python/model/capture.ts';
import { standardFile } from '../../python/model/forks.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { Evidence } from '../context.ts';
import { lastPart } from '../dotted-name.ts';
import { isTornThread } from '../looks/torn.ts';
import type { Phase } from '../vocabulary.ts';

interface PhaseMark {
  phase: Phase;
  /** `co_name` of a frame of Python's own. */
  name: string;
  fileEnd: string;
}

/** Innermost mark wins; sources: asyncio/runners.py, concurrent/futures/thread.py, threading.py, multiprocessing/util.py. */
const PHASE_MARKS: readonly PhaseMark[] = [
  { phase: 'cancelling-tasks', name: '_cancel_all_tasks', fileEnd: 'asyncio/runners.py' },
  { phase: 'joining-executor', name: '_python_exit', fileEnd: 'concurrent/futures/thread.py' },
  { phase: 'joining-executor', name: '_python_exit', fileEnd: 'concurrent/futures/process.py' },
  { phase: 'running-atexit', name: '_exit_function', fileEnd: 'multiprocessing/util.py' },
  { phase: 'running-atexit', name: '_run_exitfuncs', fileEnd: 'atexit.py' },
  { phase: 'joining-threads', name: '_shutdown', fileEnd: 'threading.py' },
];

/** The name of its own executable. */
const PYTHON = /^python[\d.]*t?$/;

/** Tasks by which asyncio.run closes what is left: the coroutine's name tells the phase. */
const CLOSING_COROUTINES: Readonly<Record<string, Phase>> = {
  shutdown_asyncgens: 'closing-async-generators',
  shutdown_default_executor: 'joining-executor',
};

export function phaseOf(evidence: Evidence, capture: Capture): Phase {
  if (evidence.ended) return 'exited';
  const main = capture.threads.find((thread) => thread.isMain);
  if (tookItselfDown(evidence, capture)) return 'native-teardown';
  const marked = main === undefined ? null : markedPhase(main);
  if (marked !== null) return marked;
  for (const task of capture.tasks) {
    const phase = CLOSING_COROUTINES[lastPart(task.coroutine)];
    // uvloop's are compiled and have no frames.
    if (phase !== undefined && (task.stack.length === 0 || task.stack[0]?.origin === 'python')) return phase;
  }
  const ofMain = main === undefined ? null : unmarkedPhase(evidence, capture, main);
  if (ofMain !== null) return ofMain;
  if (evidence.signal === null) return 'before-signal';
  if (main !== undefined && main.stack.length > 0) return 'draining';
  return 'unknown';
}

/** No frame of Python's own says it, but the shape of the stack. */
function unmarkedPhase(evidence: Evidence, capture: Capture, main: ThreadState): Phase | null {
  if (main.signalFrameIndex !== null) return 'handling-signal';
  if (runsAtexit(evidence, capture, main)) return 'running-atexit';
  return capture.python?.finalizing === true && main.stack.length === 0 ? 'native-teardown' : null;
}

/** A scheduler that switches stacks: the frames of a greenlet begin with its own, as those of a callback of C do. */
function isSwitched({ schedulers }: Capture, main: ThreadState): boolean {
  return schedulers.some(({ threadId }) => threadId === main.id);
}

/** There is no interpreter any more, where there was one. */
function tookItselfDown({ captures }: Evidence, { limits }: Capture): boolean {
  return (
    limits.some(({ code }) => code === 'no-interpreter') &&
    captures.some(({ capture }) => capture.method === 'memory')
  );
}

function markedPhase(main: ThreadState): Phase | null {
  const { stack } = main;
  for (let index = stack.length - 1; index >= 0; index -= 1) {
    const place = stack[index];
    if (place === undefined) continue;
    for (const mark of PHASE_MARKS) {
      if (place.name !== mark.name || !place.file.endsWith(mark.fileEnd)) continue;
      // Python's exit is called from C; a child of multiprocessing calls the same below its `_bootstrap`.
      const isExit = mark.phase === 'joining-threads' && index === 0;
      return isExit && exitCallback(main) !== null ? 'running-atexit' : mark.phase;
    }
  }
  return null;
}

/**
 * What the exit of Python has called: the outermost frame of an atexit callback, or what `threading._shutdown` calls before
 * it joins any thread (`threading._register_atexit`, from 3.9 on). Null where `_shutdown` stands in its own code.
 */
export function exitCallback({ stack, signalFrameIndex }: ThreadState): CodePlace | null {
  const [outermost, second, third] = stack;
  if (outermost === undefined || !isThreadShutdown(outermost)) return outermost ?? null;
  // From 3.13 on it is called by a lambda of `_register_atexit`, which has its arguments.
  const next = second?.name === '<lambda>' && second.file === outermost.file ? third : second;
  return next === undefined || next.file === outermost.file || signalFrameIndex === 1 ? null : next;
}

/**
 * What multiprocessing's exit calls on its way (`util.Finalize`), in a child of it too; null where that is Python's own code, as
 * for its queues (Lib/multiprocessing/util.py).
 */
export function finalizerCallback({ stack }: ThreadState): CodePlace | null {
  const isUtil = ({ file }: CodePlace) => standardFile(file).endsWith('/multiprocessing/util.py');
  const index = stack.findLastIndex((one) => one.name === '_run_finalizers' && isUtil(one));
  const called = index < 0 ? -1 : stack.findIndex((one, at) => at > index && !isUtil(one));
  const callback = stack[called];
  return callback === undefined || callback.origin === 'python' ? null : callback;
}

function isThreadShutdown({ name, file }: CodePlace): boolean {
  return name === '_shutdown' && file.endsWith('threading.py');
}

/**
 * atexit callbacks are called from C: the outermost frame of the main thread is then the callback and not `<module>`
 * or `_run_module_as_main` (Modules/atexitmodule.c).
 */
export function isAtexit(main: ThreadState): boolean {
  const outermost = main.stack[0];
  if (outermost === undefined || !main.isMain) return false;
  return (
    outermost.name !== '<module>' &&
    // Of a forked child only its own part of the stack is looked at (`forked.ts`).
    outermost.name !== '_bootstrap' &&
    !outermost.file.startsWith('<frozen runpy') &&
    !outermost.file.endsWith('runpy.py')
  );
}

/** uvloop's own frames are not to be seen; the outermost that is seen is the coroutine of the task whose step it runs. */
function isBelowLoop({ loops }: Capture, { id, stack }: ThreadState): boolean {
  return (
    stack[0]?.kind === 'coroutine' && loops.some((loop) => loop.threadId === id && loop.state === 'running')
  );
}

function runsAtexit(evidence: Evidence, capture: Capture, main: ThreadState): boolean {
  if (isTornThread(capture, main) || isBelowLoop(capture, main)) return false;
  return isAtexit(main) && !isSwitched(capture, main) && !isEmbedded(evidence, capture);
}

/** Of a thread that runs while it is read the frames further out may be missing. */
function isMoving({ state, waitsFor }: ThreadState): boolean {
  return state === 'R' || waitsFor.kind === 'computing';
}

/**
 * A program that carries Python inside (uWSGI, mod_wsgi) calls the service's functions from C all the time: before the
 * signal too, and its executable is not Python's.
 */
function isEmbedded({ captures, signal }: Evidence, { python }: Capture): boolean {
  const before = signal === null ? [] : captures.filter(({ seconds }) => seconds <= 0);
  const mains = before.flatMap(({ capture }) => capture.threads.filter((thread) => thread.isMain));
  const name = python?.executable?.split('/').at(-1);
  const isPlain = PYTHON.test(name ?? '');
  if (mains.some((main) => isAtexit(main) && !(isPlain && isMoving(main)))) return true;
  return name !== undefined && /uwsgi|apache|httpd|nginx|unitd/i.test(name);
}
