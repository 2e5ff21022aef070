/**
 * A child that was forked out of a running loop (multiprocessing's default on Linux until 3.13) goes on with a copy of its
 * parent's stack, tasks and loop. None of them is its own: they must explain nothing in it.
 */
import type { Capture, ThreadState } from '../../python/model/capture.ts';
import { standardFile } from '../../python/model/forks.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostMachinery, schedulerRule } from '../../python/model/schedulers.ts';
import type { ChildEvidence, Evidence } from '../context.ts';

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

/**
 * The same of children that `os.fork()` has made in a callback or a coroutine, which no frame shows: what lies at the very
 * address of a loop of the parent's is a copy of it. As long as the child has not come back to it, it runs none.
 */
export function withoutCopiedLoops({ children = [], captures }: Evidence): readonly ChildEvidence[] {
  const parents = captures.map(({ capture }) => capture);
  const loops = new Set(parents.flatMap((one) => one.loops.map(({ id }) => id)));
  const target = parents.at(-1)?.family.target.pid;
  if (loops.size === 0) return children;
  return children.map((child) => {
    const looks = child.captures.map(({ capture }) => capture);
    const isOfTarget = looks.every(({ family }) => family.target.parentPid === target);
    const first = isOfTarget ? looks[0] : undefined;
    const copied = first?.loops.find(
      (one) => loops.has(one.id) && looks.every((look) => isLeft(look, one.id)),
    );
    if (copied === undefined) return child;
    return {
      ...child,
      captures: child.captures.map((one) => ({ ...one, capture: withoutLoop(one.capture, copied.id) })),
    };
  });
}

/** Its thread is in a step that the loop has begun. */
function isLeft({ loops, threads }: Capture, loopId: string): boolean {
  const loop = loops.find(({ id }) => id === loopId);
  const main = threads.find((one) => one.isMain);
  return loop?.state === 'running' && main?.loopId === loopId && main.waitsFor.kind !== 'selector';
}

function withoutLoop(capture: Capture, loopId: string): Capture {
  return {
    ...capture,
    threads: capture.threads.map((one) =>
      one.loopId === loopId ? { ...one, loopId: null, runningTaskId: null } : one,
    ),
    loops: capture.loops.filter(({ id }) => id !== loopId),
    tasks: capture.tasks.filter((one) => one.loopId !== loopId),
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
