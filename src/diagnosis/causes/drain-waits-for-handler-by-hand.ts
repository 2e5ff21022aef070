import type { Blamed } from '../blame.ts';
import { innermostOwn } from '../culprit.ts';
import { isStreamHandler } from '../drains/stream-handlers.ts';
import { mainTask } from '../shutdown/main-task.ts';
import { handlerEvidence } from '../signal/handler-words.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { placeLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { certaintyOf, limitEvidence, neverRequested } from './never-requested.ts';
import { progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

/** No server of a library stands in its shutdown: the service closes its own, and waits for the handlers itself. */
export const drainWaitsForHandlerByHand: Cause = {
  code: 'drain-waits-for-handler',
  title: "the service's own drain waits for a handler that nobody told to stop",
  stage: 'tasks',
  evidence:
    'what the shutdown waits for, and nobody cancelled, is the task of one connection of `asyncio.start_server`',
  find(situation) {
    return neverRequested(situation)
      .filter(({ task }) => task !== mainTask(situation) && isStreamHandler(situation, task))
      .map((one) => finding(situation, one));
  },
};

function finding(situation: Situation, blamed: Blamed): Finding {
  const { task } = blamed;
  const place = innermostOwn(task.stack);
  return taskFinding(situation, blamed, {
    cause: 'drain-waits-for-handler',
    certainty: certaintyOf(situation, blamed),
    sentence: `The shutdown waits for ${taskLabel(task)}, the handler of a connection, which nobody told to stop${place === null ? '' : `; it stands at ${placeLabel(place)}`}.`,
    fix: 'Tell the handlers to end at shutdown: cancel their tasks and await them, close their connections (`writer.close()`; from 3.13 `Server.close_clients()`), or set an event they wait for; and give the drain a limit below the grace period.',
    construct: null,
    evidence: [
      ...requestEvidence(blamed),
      'it serves one connection of asyncio.start_server',
      ...limitEvidence(situation, blamed),
      ...handlerEvidence(situation),
      ...progressEvidence(situation, blamed),
    ],
  });
}
