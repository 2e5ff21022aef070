import type { Blamed } from '../blame.ts';
import type { Situation } from '../situation.ts';
import type { Construct, Finding } from '../vocabulary.ts';
import { polledContainers, pollLoop, pollsInShutdown } from '../waits/polls.ts';
import { countLabel, placeLabel, taskLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { neverRequested } from './never-requested.ts';
import { fillEvidence, progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

/** A server whose protocols are the service's own has no task for a connection: it keeps a set of them, and looks whether it is empty. */
export const drainWaitsForConnectionPolled: Cause = {
  code: 'drain-waits-for-connection',
  title: "the service's own drain looks in rounds whether its connections are closed",
  stage: 'tasks',
  evidence:
    'the shutdown sleeps in a loop whose condition is a container of protocols, transports, stream writers or sockets',
  find(situation) {
    return neverRequested(situation).flatMap((one) => {
      const loop = pollsInShutdown(situation, one.task) ? pollLoop(situation, one.task) : null;
      return loop === null ? [] : findingOf(situation, one, loop);
    });
  },
};

function findingOf(situation: Situation, blamed: Blamed, loop: Construct): Finding[] {
  const { task } = blamed;
  const containers = polledContainers(situation, task);
  const connections = containers.find(({ hasConnections }) => hasConnections);
  if (connections === undefined) return [];
  return [
    taskFinding(situation, blamed, {
      cause: 'drain-waits-for-connection',
      certainty: 'likely',
      sentence: `${taskLabel(task)} goes round in \`${loop.text}\` (${placeLabel(loop)}) since the signal until \`${connections.name}\` is empty: it still has ${countLabel(connections.left, 'connection')} open.`,
      fix: 'Close the connections from this side at shutdown (`transport.close()` or `abort()`, `writer.close()`) instead of waiting for the peers, and give the loop a limit below the grace period.',
      construct: loop,
      evidence: [
        ...requestEvidence(blamed),
        ...fillEvidence(containers),
        ...progressEvidence(situation, blamed),
      ],
    }),
  ];
}
