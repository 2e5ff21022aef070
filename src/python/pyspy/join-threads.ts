/** py-spy's threads and those of the own walk, joined: which method gives which stack. */
import { originOf } from '../frames/origin.ts';
import type { ThreadState } from '../model/capture.ts';
import type { CodePlace } from '../model/frame.ts';
import type { PySpyFrame, PySpyThread } from './parse.ts';

/**
 * Where both saw the same stack, py-spy confirms it. Where they differ, the own walk stays: a nonblocking dump can lack
 * frames though it ended well (reference/py-spy.md, 3), or the thread moved between the two. Where the own walk saw
 * nothing, py-spy's frames are taken.
 */
export function joinThreads(
  threads: readonly ThreadState[],
  dumped: readonly PySpyThread[],
  libraryPath: string | null,
): void {
  for (const seen of dumped) {
    const thread = threadFor(threads, seen);
    if (thread === undefined || seen.frames.length === 0) continue;
    if (thread.stack.length === 0) takeOver(thread, seen, libraryPath);
    else if (isSameStack(thread.stack, seen.frames)) thread.source = 'py-spy';
  }
}

/** By pthread id; where the own walk has none, by the kernel's id. */
function threadFor(threads: readonly ThreadState[], seen: PySpyThread): ThreadState | undefined {
  const byPthread = threads.find(({ pthreadId }) => pthreadId !== 0 && pthreadId === seen.pthreadId);
  return byPthread ?? threads.find(({ id, pthreadId }) => pthreadId === 0 && id === seen.osThreadId);
}

function takeOver(thread: ThreadState, seen: PySpyThread, libraryPath: string | null): void {
  thread.source = 'py-spy';
  thread.pthreadId = seen.pthreadId;
  if (seen.name !== null) thread.name = seen.name;
  thread.ownsGil = seen.ownsGil;
  thread.stack = seen.frames.map((frame) => placeOf(frame, libraryPath)).reverse();
}

function isSameStack(stack: readonly CodePlace[], frames: readonly PySpyFrame[]): boolean {
  if (stack.length !== frames.length) return false;
  return frames.every(({ file, line }, index) => {
    const place = stack[stack.length - 1 - index];
    return place?.file === file && (place.line === line || line === 0);
  });
}

/** A place without a code object: what py-spy does not tell stays unknown. */
function placeOf({ name, file, line }: PySpyFrame, libraryPath: string | null): CodePlace {
  const { origin, package: packageName } = originOf(file, libraryPath);
  return {
    function: name,
    name: name.slice(name.lastIndexOf('.') + 1),
    file,
    line,
    firstLine: 0,
    origin,
    codeId: 0,
    instruction: -1,
    package: packageName,
    kind: 'function',
  };
}
