/** How findings speak of tasks, places and threads. Names are quoted as they are; renderings make them harmless. */
import type { TaskState, ThreadState } from '../python/model/capture.ts';
import type { CodePlace } from '../python/model/frame.ts';
import type { Wait, WaitTarget } from '../python/model/wait.ts';
import type { WaitKind, WaitsFor } from './vocabulary.ts';

const DEFAULT_NAME = /^Task-\d+$/;

/** "Task 'poller'", or with its coroutine where the name is asyncio's default: "Task 'Task-7' (Worker.poll)". */
export function taskLabel(task: Pick<TaskState, 'name' | 'coroutine'>): string {
  return DEFAULT_NAME.test(task.name) ? `Task '${task.name}' (${task.coroutine})` : `Task '${task.name}'`;
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** "worker.py:42" */
export function placeLabel(place: { file: string; line: number }): string {
  return `${baseName(place.file)}:${place.line}`;
}

/** "Worker.poll at worker.py:42" */
export function frameLabel(place: CodePlace): string {
  return `${place.function} at ${placeLabel(place)}`;
}

/** A library's frame with whose it is: "getresponse at connection.py:638 of urllib3 2.8.0". */
export function versionedFrameLabel(place: CodePlace, libraries: Readonly<Record<string, string>>): string {
  if (place.origin !== 'library' || place.package === null) return frameLabel(place);
  const version = libraries[place.package];
  return `${frameLabel(place)} of ${place.package}${version === undefined ? '' : ` ${version}`}`;
}

/** "process 4711 (python3)" */
export function processLabel({ pid, comm }: { pid: number; comm: string }): string {
  return `process ${pid} (${comm})`;
}

export function threadLabel(thread: ThreadState): string {
  return thread.isMain ? 'the main thread' : `thread '${thread.name}'`;
}

/** A package's `__init__.py` says nothing without its folder. */
function baseName(file: string): string {
  return /[^/]*(?:\/__init__\.py)?$/.exec(file)?.[0] ?? file;
}

/** "one task", "37 tasks" */
export function countLabel(count: number, noun: string): string {
  return count === 1 ? `one ${noun}` : `${count} ${noun}s`;
}

export function listLabel(items: readonly string[], most = 4): string {
  const shown = items.slice(0, most);
  const rest = items.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  const last = shown.pop();
  if (last === undefined) return 'nobody';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

export function secondsLabel(seconds: number): string {
  if (seconds >= 100) return `${Math.round(seconds)} s`;
  return `${seconds.toFixed(1)} s`;
}

/** The report's word for a wait. */
export function waitsFor(wait: Wait | null): WaitsFor | null {
  return wait === null ? null : { kind: waitKind(wait.on), description: wait.description };
}

function waitKind(on: WaitTarget): WaitKind {
  switch (on.kind) {
    case 'task':
    case 'tasks':
      return 'task';
    case 'shield':
      return on.innerTaskIds.length === 0 ? 'future' : 'task';
    case 'primitive':
      return primitiveKind(on.role);
    case 'timer':
    case 'ready':
      return 'timer';
    case 'thread-job':
      return 'thread';
    case 'socket':
    case 'server-close':
      return 'socket';
    case 'child':
      return 'child';
    case 'future':
    case 'submitted':
    case 'async-generator':
      return 'future';
    case 'unknown':
      return 'unknown';
  }
}

function primitiveKind(role: 'acquire' | 'wait' | 'get' | 'put' | 'join'): WaitKind {
  switch (role) {
    case 'acquire':
      return 'lock';
    case 'wait':
      return 'event';
    default:
      return 'queue';
  }
}
