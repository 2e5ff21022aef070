import type { TaskState } from '../../python/model/capture.ts';
import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { innermostOwn } from '../culprit.ts';
import { drainRule } from '../libraries/drains.ts';
import type { Situation } from '../situation.ts';
import { placeLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

export const drainWaitsForHandler: Cause = {
  code: 'drain-waits-for-handler',
  title: 'the server waits for a handler that nobody told to stop',
  stage: 'tasks',
  evidence:
    "a task stands in the server's shutdown, and a handler's task is pending without a cancel request",
  find(situation) {
    return blamedTasks(situation).flatMap((one) => {
      if (one.cancellation !== 'not-requested' && one.cancellation !== 'unknown') return [];
      const server = serverOf(situation, one);
      if (server === null) return [];
      return handlersFor(situation, one, server.task).map((task) =>
        finding(situation, { ...one, task, victims: [server.task.id] }, server.name),
      );
    });
  },
};

interface DrainingServer {
  task: TaskState;
  name: string;
}

/** The draining server: the blamed task itself, or one that waits for it. */
export function serverOf(situation: Situation, blamed: Blamed): DrainingServer | null {
  const candidates = [blamed.task, ...blamed.victims.flatMap((id) => situation.tasks.get(id) ?? [])];
  for (const task of candidates) {
    for (const place of [...task.stack].reverse()) {
      const rule = drainRule(place);
      if (rule !== null) return { task, name: rule.server };
    }
    if (task.wait?.on.kind === 'server-close') return { task, name: 'asyncio.Server' };
  }
  return null;
}

/** Tasks that handle requests: the sink itself when it is not the server's, else the pending ones that nobody told. */
export function handlersFor(situation: Situation, blamed: Blamed, server: TaskState): TaskState[] {
  if (blamed.task !== server) return [blamed.task];
  return situation.last.tasks.filter(
    (one) =>
      one !== server &&
      isHandler(one) &&
      situation.cancellation.get(one.id) === 'not-requested' &&
      !waitsFor(situation, server, one),
  );
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

function waitsFor(situation: Situation, server: TaskState, task: TaskState): boolean {
  return situation.graph.waitersFor([server.id]).has(task.id);
}

function finding(situation: Situation, blamed: Blamed, server: string) {
  const place = innermostOwn(blamed.task.stack);
  return taskFinding(situation, blamed, {
    cause: 'drain-waits-for-handler',
    certainty: 'likely',
    sentence: `${server} drains and waits for ${taskLabel(blamed.task)}, a handler that nobody told to stop${place === null ? '' : `; it stands at ${placeLabel(place)}`}.`,
    fix: 'Tell the handlers to end at shutdown (cancel their tasks, close their connections or set an event they wait for), or give the server a drain limit below the grace period.',
    construct: null,
    evidence: [
      ...requestEvidence(blamed),
      `${server} is in its shutdown and waits`,
      ...progressEvidence(situation, blamed),
    ],
  });
}
