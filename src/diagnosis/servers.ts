/** Servers in their shutdown, and the tasks that handle their requests. */
import type { TaskState } from '../python/model/capture.ts';
import { drainRule } from './libraries/drains.ts';
import type { Situation } from './situation.ts';

export interface DrainingServer {
  task: TaskState;
  /** `asyncio.Server`, `uvicorn`. */
  name: string;
}

/** The server in whose shutdown a task stands; null when it stands in none. */
export function serverAt(task: TaskState): DrainingServer | null {
  for (const place of [...task.stack].reverse()) {
    const rule = drainRule(place);
    if (rule !== null) return { task, name: rule.server };
  }
  return task.wait?.on.kind === 'server-close' ? { task, name: 'asyncio.Server' } : null;
}

/** Every server that drains; looked for only among tasks that the signal may have set going. */
export function drainingServers(situation: Situation): DrainingServer[] {
  return situation.last.tasks.flatMap((task) => serverAt(task) ?? []);
}

const HANDLER_CALLBACK =
  /StreamReaderProtocol|connection_made|on_response_complete|discard|_handler|protocol/i;

/** Started by a protocol: its done-callback or its outermost frame says so; and user code is in its chain. */
function isHandler(task: TaskState): boolean {
  if (!task.stack.some((place) => place.origin === 'user')) return false;
  return (
    task.doneCallbacks.some((name) => HANDLER_CALLBACK.test(name)) || task.stack[0]?.origin === 'library'
  );
}

/** Handlers that nobody told to stop and that do not wait for the server themselves. */
export function handlersOfServer(situation: Situation, server: TaskState): TaskState[] {
  const waiting = situation.graph.waitersFor([server.id]);
  return situation.last.tasks.filter(
    (one) =>
      one !== server &&
      !waiting.has(one.id) &&
      isUntold(situation, one) &&
      isHandler(one) &&
      !isFedBy(situation, one, server),
  );
}

function isUntold(situation: Situation, task: TaskState): boolean {
  const cancellation = situation.cancellation.get(task.id);
  return cancellation === 'not-requested' || cancellation === 'unknown';
}

/** It waits on a queue or event that the server itself has in hand (a lifespan task): for the server, and not the other way round. */
function isFedBy(situation: Situation, task: TaskState, server: TaskState): boolean {
  const on = task.wait?.on;
  if (on?.kind !== 'primitive') return false;
  return situation.primitives.get(on.primitiveId)?.holders.some((one) => one.taskId === server.id) ?? false;
}
