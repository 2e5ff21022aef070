/** Builds the `culprit` of a finding: who, at which of the user's lines, by which construct. */
import type { TaskState, ThreadState } from '../python/model/capture.ts';
import type { CodePlace } from '../python/model/frame.ts';
import type { ProcessFacts } from '../target/facts.ts';
import type { Situation } from './situation.ts';
import type { Construct, Culprit, SourceFrame } from './vocabulary.ts';

/** The innermost frame of the user's own code; a library's, then Python's own, only where the chain has none. */
export function innermostOwn(stack: readonly CodePlace[]): CodePlace | null {
  return lastOf(stack, 'user') ?? lastOf(stack, 'library') ?? stack[stack.length - 1] ?? null;
}

/** Code that was made at run time (`<string>`) has no line to show: only where nothing else is there. */
function lastOf(stack: readonly CodePlace[], origin: CodePlace['origin']): CodePlace | null {
  let made: CodePlace | null = null;
  for (let index = stack.length - 1; index >= 0; index -= 1) {
    const place = stack[index];
    if (place?.origin !== origin) continue;
    if (!place.file.startsWith('<')) return place;
    made ??= place;
  }
  return made;
}

/** The service's own code is in its chain. */
export function hasOwnCode({ stack }: Pick<TaskState, 'stack'>): boolean {
  return stack.some((place) => place.origin === 'user');
}

export function sourceFrame(situation: Situation, place: CodePlace | null): SourceFrame | null {
  if (place === null) return null;
  const { function: name, file, line } = place;
  return { function: name, file, line, source: situation.sourceLine(file, line) };
}

export function taskCulprit(
  situation: Situation,
  task: TaskState,
  construct: Construct | null,
  place: CodePlace | null = innermostOwn(task.stack),
): Culprit {
  return {
    kind: 'task',
    pid: situation.last.family.target.pid,
    task: { id: task.id, name: task.name, coroutine: task.coroutine },
    thread: null,
    process: null,
    frame: sourceFrame(situation, place),
    construct,
  };
}

export function threadCulprit(
  situation: Situation,
  thread: ThreadState,
  construct: Construct | null,
  place: CodePlace | null = innermostOwn(thread.stack),
): Culprit {
  return {
    kind: 'thread',
    pid: situation.last.family.target.pid,
    task: null,
    thread: { id: thread.id, name: thread.name },
    process: null,
    frame: sourceFrame(situation, place),
    construct,
  };
}

export function processCulprit(process: ProcessFacts): Culprit {
  return {
    kind: 'process',
    pid: process.pid,
    task: null,
    thread: null,
    process: { pid: process.pid, command: process.command },
    frame: null,
    construct: null,
  };
}

/** The construct that is a call written on a place's line; its text is the line itself. */
export function callConstruct(
  situation: Situation,
  place: CodePlace | null,
  kind: Construct['kind'] = 'call',
): Construct | null {
  if (place === null) return null;
  const text = situation.sourceLine(place.file, place.line);
  return text === null ? null : { kind, text, file: place.file, line: place.line };
}
