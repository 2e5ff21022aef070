import type { TaskState } from '../../python/model/capture.ts';
import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { innermostOwn } from '../culprit.ts';
import { once } from '../once.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { shortestCircle } from '../waits/cycles.ts';
import { frameLabel, listLabel, secondsLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { progressEvidence, taskFinding } from './task-finding.ts';

/** Of a ring of thousands: so many findings, and so many names in each. */
const MOST_FINDINGS = 20;
const MOST_NAMED = 8;

export const cleanupDeadlock: Cause = {
  code: 'cleanup-deadlock',
  title: 'tasks wait for each other',
  stage: 'tasks',
  evidence: 'a circle in the wait-for graph',
  find(situation) {
    const done = new Set<readonly string[]>();
    const findings: Finding[] = [];
    for (const one of blamedTasks(situation)) {
      if (one.cycle.length === 0 || done.has(one.cycle)) continue;
      done.add(one.cycle);
      for (const id of one.cycle.slice(0, MOST_FINDINGS)) {
        const task = situation.tasks.get(id);
        if (task !== undefined)
          findings.push(finding(situation, { ...one, task, victims: victimsOf(situation, one, id) }));
      }
    }
    return findings;
  },
};

/** Each of a circle has the others for victims, and all those who wait for one of them; who is in another circle waits for that. */
function victimsOf(situation: Situation, { victims, cycle }: Blamed, id: string): string[] {
  const own = new Set(cycle);
  const elsewhere = inCircles(situation);
  const all = new Set([...cycle, ...victims]);
  return [...all].filter((one) => one !== id && (own.has(one) || !elsewhere.has(one)));
}

/** The members of one circle share its list: of a ring of thousands it is gone through once. */
const inCircles = once((situation): ReadonlySet<string> => {
  const circles = new Set(blamedTasks(situation).map(({ cycle }) => cycle));
  return new Set([...circles].flat());
});

function finding(situation: Situation, blamed: Blamed): Finding {
  const members = blamed.cycle.flatMap((id) => situation.tasks.get(id) ?? []);
  const parts = members.slice(0, MOST_NAMED).map((one) => {
    const place = innermostOwn(one.stack);
    return `'${one.name}'${place === null ? '' : ` (${frameLabel(place)})`}`;
  });
  if (members.length > MOST_NAMED) parts.push(`${members.length - MOST_NAMED} more`);
  const bounds = members.flatMap(({ name, wait }) =>
    wait?.bound == null
      ? []
      : [`a timer would end the wait of '${name}' in ${secondsLabel(wait.bound.secondsLeft)}`],
  );
  // Several circles may have a task in common: only one of them is gone through, edge by edge.
  const circle = shortestCircle(situation.graph.edges, blamed.task.id) ?? blamed.cycle;
  const isOneCircle = circle.length === members.length;
  return taskFinding(situation, blamed, {
    cause: 'cleanup-deadlock',
    certainty: isSealed(situation, members) ? 'certain' : 'likely',
    sentence:
      members.length === 1
        ? `Task ${parts[0]} waits for itself.`
        : `Tasks ${listLabel(parts)} wait for each other${isOneCircle ? ' in a circle' : ''}: ${bounds.length === 0 ? 'none of them can end' : 'none of them can end before a limit of theirs does'}.`,
    fix:
      members.length === 1
        ? 'Leave the task itself out of what it waits for: `asyncio.all_tasks() - {asyncio.current_task()}`; and take no asyncio.Lock twice, which is not reentrant.'
        : 'Break the circle: let one of them end without the other (signal through an Event that is set before the wait), take locks in one order, and bound each wait in cleanup with a timeout.',
    construct: null,
    evidence: [
      ...bounds.slice(0, MOST_NAMED),
      `the circle: ${circleLabel(situation, circle)}`,
      ...progressEvidence(situation, blamed),
    ],
  });
}

function circleLabel({ tasks }: Situation, circle: readonly string[]): string {
  const names = circle.slice(0, MOST_FINDINGS).map((id) => `'${tasks.get(id)?.name}'`);
  const rest = circle.length > MOST_FINDINGS ? [`${circle.length - MOST_FINDINGS} more`] : [];
  return [...names, ...rest, names[0]].join(' → ');
}

/** No limit ends any of these waits, no edge was inferred, and nobody outside the circle could end one of them (or fail in a gather). */
function isSealed({ graph }: Situation, members: readonly TaskState[]): boolean {
  const ids = new Set(members.map(({ id }) => id));
  return members.every(
    ({ id, wait }) =>
      wait?.bound == null &&
      graph.edges.has(id) &&
      graph.edges.get(id)?.every((target) => ids.has(target)) === true,
  );
}
