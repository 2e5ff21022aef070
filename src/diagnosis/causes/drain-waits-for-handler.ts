import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { innermostOwn } from '../culprit.ts';
import { limitOfWaiters, outlastingWaiter } from '../drains/bounded-waiter.ts';
import { drainAt } from '../drains/draining.ts';
import type { DrainingServer } from '../drains/servers.ts';
import { defectOf, drainingServers, endsOf, handlersOfServer, isUntoldHandler } from '../drains/servers.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { placeLabel, secondsLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

export const drainWaitsForHandler: Cause = {
  code: 'drain-waits-for-handler',
  title: 'the server waits for a handler that nobody told to stop',
  stage: 'tasks',
  evidence:
    "a task stands in the server's shutdown, and a handler's task is pending without a cancel request",
  find(situation) {
    return drainingServers(situation).flatMap((server) => {
      // What the application's own shutdown waits for is no handler.
      if (drainAt(server.task)?.rule.lifespan === true) return [];
      const handlers = new Set(
        handlersOfServer(situation, server.task).flatMap((one) => [one, ...endsOf(situation, one)]),
      );
      return blamedTasks(situation)
        .filter(
          (one) =>
            handlers.has(one.task) &&
            isUntoldHandler(situation, one.task, one.cancellation) &&
            outlastingWaiter(situation, one) === null,
        )
        .map((one) => finding(situation, one, server));
    });
  },
};

function finding(situation: Situation, blamed: Blamed, server: DrainingServer): Finding {
  const place = innermostOwn(blamed.task.stack);
  const defect = defectOf(situation, server.task);
  const victims = [...new Set([server.task.id, ...blamed.victims])];
  // Up to 3.11 the task that wait_for makes of the server's wait is what drains.
  const limitSeconds = limitOfWaiters(situation, [
    ...victims,
    ...situation.graph.waitersFor([server.task.id]),
  ]);
  return taskFinding(
    situation,
    { ...blamed, victims },
    {
      cause: 'drain-waits-for-handler',
      certainty: 'likely',
      sentence: `${server.name} drains and waits for ${taskLabel(blamed.task)}, a handler that nobody told to stop${place === null ? '' : `; it stands at ${placeLabel(place)}`}${defect === null ? '' : `; ${defect.sentence}`}.`,
      fix:
        defect?.fix ??
        `Tell the handlers to end at shutdown (cancel their tasks, close their connections or set an event they wait for), or ${limitSeconds === null ? 'give the server a drain limit below the grace period' : `make the server's own limit shorter than the grace period: it would end the drain in ${secondsLabel(limitSeconds)}`}.`,
      construct: null,
      evidence: [
        ...requestEvidence(blamed),
        `${server.name} is in its shutdown and waits`,
        ...(limitSeconds === null
          ? []
          : [`its own limit would end this wait in ${secondsLabel(limitSeconds)}, after the grace period`]),
        ...progressEvidence(situation, blamed),
      ],
    },
  );
}
