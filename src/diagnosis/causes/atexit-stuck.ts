import type { LoopState, TaskState, ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostOwn, threadCulprit } from '../culprit.ts';
import { exitCallback, finalizerCallback, isAtexit } from '../shutdown/phase.ts';
import { isRunUntilComplete } from '../shutdown/run-until-complete.ts';
import type { Situation } from '../situation.ts';
import { threadStand } from '../threads/thread-stand.ts';
import type { Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { threadPath } from '../waits/threads.ts';
import { frameLabel, lowerFirst, taskLabel, threadLabel, versionedFrameLabel, waitsFor } from '../words.ts';
import type { Cause } from './cause.ts';
import { otherEnd } from './cleanup-stuck-shutdown.ts';

/** atexit callbacks run on the main thread from C after threading._shutdown (Modules/atexitmodule.c). */
export const atexitStuck: Cause = {
  code: 'atexit-stuck',
  title: 'an atexit callback waits',
  stage: 'leaving',
  evidence:
    "the main thread's outermost frame is the callback itself, or what threading._shutdown calls before it joins threads; no loop runs but one that the callback has made",
  find(situation) {
    const main = situation.mainThread;
    if (main === null || situation.phase !== 'running-atexit') return [];
    const finalizer = finalizerCallback(main);
    if (finalizer === null && !isAtexit(main)) return [];
    if (wasOutermost(situation)) return [];
    const loop = loopOn(situation, main);
    // A loop that the callback runs; where the stack before the signal is not known, it may be a compiled program's own.
    if (loop !== null && situation.before === null) return [];
    const callback = finalizer ?? exitCallback(main);
    if (
      callback === null ||
      callback.kind !== 'function' ||
      /_exit_function|_python_exit/.test(callback.name)
    )
      return [];
    if (!seenTwice(situation, callback)) return [];
    return [finding(situation, main, callback, loop)];
  },
};

function finding(
  situation: Situation,
  main: ThreadState,
  callback: CodePlace,
  loop: LoopState | null,
): Finding {
  const task = loop === null ? null : taskOf(situation, loop);
  const own = innermostOwn(task?.stack ?? main.stack);
  // In nobody's code but Python's own, the callback says more than where that waits.
  const place = own?.origin === 'python' ? callback : own;
  const isFinalizer = callback.name === '__del__' || finalizerCallback(main) === callback;
  const does =
    task === null
      ? `it ${threadWaitLabel(situation, main)}`
      : `it runs an event loop, in which ${lowerFirst(taskLabel(task))} waits for ${task.wait?.description ?? 'its turn'}`;
  return {
    cause: 'atexit-stuck',
    certainty: loop === null ? 'certain' : 'likely',
    sentence: `${isFinalizer ? 'The finalizer' : 'The atexit callback'} ${callback.function}${isFinalizer ? ', which the exit of Python runs,' : ''} does not return: ${does}${place === null ? '' : ` in ${versionedFrameLabel(place, situation.last.libraries)}`}${joinedLabel(situation, main)}.`,
    fix: "Close the client in the service's own shutdown with a time limit, or give the callback one; what atexit calls must not wait without bound.",
    culprit: {
      ...threadCulprit(situation, main, null, place),
      kind: 'atexit',
      task: task === null ? null : { id: task.id, name: task.name, coroutine: task.coroutine },
    },
    waitsFor:
      task === null ? { kind: 'thread', description: threadWaitLabel(situation, main) } : waitsFor(task.wait),
    evidence: [callerLabel(main, callback), `the main thread ${threadWaitLabel(situation, main)}`],
    blocks: ['the exit of Python'],
  };
}

function callerLabel(main: ThreadState, callback: CodePlace): string {
  if (main.stack[0] === callback)
    return `the main thread's outermost frame is ${callback.function}, called by Python's exit`;
  const caller =
    finalizerCallback(main) === callback ? 'multiprocessing.util._run_finalizers' : 'threading._shutdown';
  return `the main thread is in ${callback.function}, which ${caller} has called`;
}

/** Of a thread that the callback waits for: what that one does. */
function joinedLabel(situation: Situation, main: ThreadState): string {
  const joined = threadPath(situation, main).at(-1);
  if (joined === undefined || joined === main) {
    const other = otherEnd(situation, main);
    return other === null ? '' : `; ${other}`;
  }
  const stand = threadStand(situation, joined);
  return `; ${threadLabel(joined)} ${threadWaitLabel(situation, joined)}${stand === null ? '' : ` in ${frameLabel(stand)}`}`;
}

/** The end of what the loop is run for. */
function taskOf({ last, graph, tasks }: Situation, { id }: LoopState): TaskState | null {
  const run = last.tasks.find((one) => one.loopId === id && one.doneCallbacks.some(isRunUntilComplete));
  if (run === undefined) return null;
  return tasks.get(graph.sinksFrom([run.id])[0] ?? '') ?? run;
}

/** A stack that was read while it moved may lack its outermost frames: two looks must agree. */
function seenTwice({ since }: Situation, callback: CodePlace): boolean {
  const looks = since.filter(({ capture }) => {
    const main = capture.threads.find((one) => one.isMain);
    const met = main === undefined ? null : (finalizerCallback(main) ?? exitCallback(main));
    return met?.codeId === callback.codeId;
  });
  return looks.length > 1 || since.length === 1;
}

/** A program that is called from C (an embedded or compiled one) begins with a function, too: before the signal as well. */
function wasOutermost({ before, mainThread }: Situation): boolean {
  const outermost = mainThread?.stack[0]?.codeId;
  return outermost !== undefined && before?.threads.find((one) => one.isMain)?.stack[0]?.codeId === outermost;
}

function loopOn({ last }: Situation, main: ThreadState): LoopState | null {
  return last.loops.find((loop) => loop.threadId === main.id && loop.state !== 'closed') ?? null;
}
