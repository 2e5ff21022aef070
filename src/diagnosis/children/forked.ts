/**
 * A child that was forked out of a running loop (multiprocessing's default on Linux until 3.13) goes on with a copy of its
 * parent's stack, tasks and loop. None of them is its own: they must explain nothing in it.
 */
import type { Capture, ThreadState } from '../../python/model/capture.ts';
import { standardFile } from '../../python/model/forks.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostMachinery, schedulerRule } from '../../python/model/schedulers.ts';

export function withoutParents(capture: Capture): Capture {
  const main = capture.threads.find((one) => one.isMain);
  const index = main?.stack.findLastIndex(isFork) ?? -1;
  if (main === undefined || index < 0) return capture;
  const own = ownPart(main, index + 1);
  // A child that has run a loop of its own since: which of the two a task belongs to cannot be told.
  if (own.stack.some(runsLoop)) return capture;
  // uvloop's has no frame: only a parent that ran a loop can have handed one on.
  if (!main.stack.slice(0, index).some((place) => runsLoop(place) || place.kind === 'coroutine')) {
    const { loopId, runningTaskId } = main;
    const stillRunning = { ...own, loopId, runningTaskId };
    return { ...capture, threads: capture.threads.map((one) => (one === main ? stillRunning : one)) };
  }
  const copied = new Set(capture.loops.filter((one) => one.threadId === main.id).map((one) => one.id));
  return {
    ...capture,
    threads: capture.threads.map((one) => (one === main ? own : one)),
    loops: capture.loops.filter((one) => !copied.has(one.id)),
    schedulers: capture.schedulers.filter((one) => one.threadId !== main.id || runsOn(own, one.library)),
    tasks: capture.tasks.filter((one) => one.loopId !== null && !copied.has(one.loopId)),
  };
}

function runsLoop({ package: name, name: code, file }: CodePlace): boolean {
  return name === 'asyncio' && (code === 'run_forever' || (code === 'run' && file.endsWith('runners.py')));
}

function runsOn({ stack }: ThreadState, library: string): boolean {
  const rule = schedulerRule(library);
  return rule !== null && innermostMachinery(rule, stack) >= 0;
}

/** `Popen._launch` calls what the child does (multiprocessing/popen_fork.py). */
function isFork({ origin, name, file }: CodePlace): boolean {
  return (
    origin !== 'user' && name === '_launch' && standardFile(file).endsWith('multiprocessing/popen_fork.py')
  );
}

function ownPart(main: ThreadState, from: number): ThreadState {
  const { stack, handling, signalFrameIndex } = main;
  const isOwnSignal = signalFrameIndex !== null && signalFrameIndex >= from;
  return {
    ...main,
    stack: stack.slice(from),
    handling: handling
      .filter((one) => one.frameIndex >= from)
      .map((one) => ({ ...one, frameIndex: one.frameIndex - from })),
    loopId: null,
    runningTaskId: null,
    signalFrameIndex: isOwnSignal ? signalFrameIndex - from : null,
  };
}
