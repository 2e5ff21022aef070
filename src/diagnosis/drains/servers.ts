/** Servers in their shutdown, and the tasks that handle their requests. */

import type { TaskState } from '../../python/model/capture.ts';
import { drainDefect } from '../libraries/drain-defects.ts';
import { drainRule } from '../libraries/drains.ts';
import { isRelay } from '../libraries/relays.ts';
import { once } from '../once.ts';
import { libraryThatDrains } from '../shutdown/library-main.ts';
import { pollingPlace } from '../shutdown/polling.ts';
import type { Situation } from '../situation.ts';
import { waitsForJobOnly } from '../threads/awaited-jobs.ts';
import type { Cancellation } from '../vocabulary.ts';
import { drainAt, drainingServerAt, isLifespan } from './draining.ts';

export interface DrainingServer {
  task: TaskState;
  /** `asyncio.Server`, `uvicorn`. */
  name: string;
}

/** The server in whose shutdown a task stands; null when it stands in none. */
export function serverAt(task: TaskState): DrainingServer | null {
  const name = drainingServerAt(task);
  if (name !== null) return { task, name };
  return task.wait?.on.kind === 'server-close' ? { task, name: 'asyncio.Server' } : null;
}

/** As `serverAt`; or a library of which no record tells: it runs the program, or its shutdown polls from the main thread. */
export function serverOf(situation: Situation, task: TaskState): DrainingServer | null {
  const server = serverAt(task);
  if (server !== null) return server;
  const library = libraryThatDrains(situation, task);
  if (library !== null) return { task, name: library };
  const place = pollingPlace(situation, task);
  if (place?.origin !== 'library') return null;
  return { task, name: drainRule(place)?.server ?? place.package ?? 'The server' };
}

/** Every server that drains; looked for only among tasks that the signal may have set going. */
export const drainingServers = once((situation): DrainingServer[] => {
  return situation.last.tasks.flatMap((task) => serverOf(situation, task) ?? []);
});

/** What is known against the version of the server, as a clause and a fix. */
export function defectOf({ last }: Situation, server: TaskState): { sentence: string; fix: string } | null {
  for (const place of server.stack) {
    const defect = drainDefect(place, last.libraries, last.python?.version ?? null);
    if (defect === null) continue;
    const sentence = `${defect.package} ${last.libraries[defect.package]} ${defect.sentence}`;
    return { sentence, fix: defect.fix };
  }
  return null;
}

const HANDLER_CALLBACK =
  /StreamReaderProtocol|connection_made|on_response_complete|discard|_handler|protocol/i;

/** Whom a server waits for: in the application's lifespan its task, else the handlers. */
export function awaitedByServer(situation: Situation, server: TaskState): TaskState[] {
  if (drainAt(server)?.rule.lifespan === true)
    return situation.last.tasks.filter((one) => one.loopId === server.loopId && isLifespan(one));
  const refusing = handlersWith(situation, server, (cancellation) => cancellation === 'swallowed');
  return refusing.length > 0 ? refusing : handlersOfServer(situation, server);
}

/** The server has told the application to end, and what this task of its lifespan does now is the service's shutdown. */
export function endsLifespan(situation: Situation, task: TaskState): boolean {
  return (
    isLifespan(task) &&
    situation.last.tasks.some((one) => drainAt(one)?.rule.lifespan === true && one !== task)
  );
}

/**
 * Started by a protocol: its done-callback or its outermost frame says so; and user code is in its chain, in its thread, or in
 * a task that it waits for.
 */
function isHandler(situation: Situation, task: TaskState): boolean {
  if (isLifespan(task)) return false;
  const isOwn = (one: TaskState) =>
    one.stack.some((place) => place.origin === 'user') || waitsForJobOnly(one);
  if (!(isOwn(task) || endsOf(situation, task).some(isOwn))) return false;
  return (
    task.doneCallbacks.some((name) => HANDLER_CALLBACK.test(name)) || task.stack[0]?.origin === 'library'
  );
}

/** What a task waits for through others, which wait for none; empty for one that waits for no task. */
export function endsOf({ graph, tasks }: Situation, { id }: TaskState): TaskState[] {
  return graph.sinksFrom([id]).flatMap((sink) => (sink === id ? [] : (tasks.get(sink) ?? [])));
}

/** Handlers that nobody told to stop and that do not wait for the server themselves. */
export function handlersOfServer(situation: Situation, server: TaskState): TaskState[] {
  return handlersWith(
    situation,
    server,
    (cancellation) => cancellation === 'not-requested' || cancellation === 'unknown',
  );
}

/** Ids of handlers that servers in their shutdown wait for, and of what these wait for. */
const handlersOfAll = once(
  (situation): ReadonlySet<string> =>
    new Set(
      drainingServers(situation)
        // What the application's own shutdown waits for is no handler.
        .filter(({ task }) => drainAt(task)?.rule.lifespan !== true)
        .flatMap(({ task }) => handlersOfServer(situation, task))
        .flatMap((one) => [one.id, ...endsOf(situation, one).map(({ id }) => id)]),
    ),
);

/** What a handler waits for may have been told, and be in its cleanup. */
export function isUntoldHandler(
  situation: Situation,
  { id }: TaskState,
  cancellation: Cancellation,
): boolean {
  return cancellation !== 'unwinding' && cancellation !== 'swallowed' && handlersOfAll(situation).has(id);
}

function handlersWith(
  situation: Situation,
  server: TaskState,
  isWanted: (cancellation: Cancellation | undefined) => boolean,
): TaskState[] {
  const waiting = situation.graph.waitersFor([server.id]);
  const handlers = situation.last.tasks.filter(
    (one) =>
      one !== server &&
      one.loopId === server.loopId &&
      !waiting.has(one.id) &&
      isWanted(situation.cancellation.get(one.id)) &&
      isHandler(situation, one) &&
      !isFedBy(situation, one, server),
  );
  const ends = handlers.filter(({ stack }) => !isRelay(stack));
  return ends.length > 0 ? ends : handlers;
}

/**
 * It waits on a queue or event that the server itself has in hand (a lifespan task): for the server, and not the other way
 * round. What the service's own code knows, which runs the server, is another matter.
 */
function isFedBy(situation: Situation, task: TaskState, server: TaskState): boolean {
  const on = task.wait?.on;
  if (on?.kind !== 'primitive') return false;
  const holders = situation.primitives.get(on.primitiveId)?.holders ?? [];
  return holders.some(
    ({ taskId, frameIndex }) => taskId === server.id && server.stack[frameIndex]?.origin !== 'user',
  );
}
