/** Who waits for whom, as trees below what everybody waits for, and rings. */

import type { WaitGraph } from '../../model/graph.ts';
import { waitGraph } from '../../model/graph.ts';
import { groupTasks } from '../../model/groups.ts';
import type { Report, Survivor } from '../../report.ts';
import { visible } from '../../sanitise.ts';
import { count } from '../../words/numbers.ts';
import { hanging } from './layout.ts';
import type { Page } from './page.ts';

const LINES = 60;
const DEPTH = 12;

export function graphLines(report: Report, page: Page): string[] {
  const graph = waitGraph(report.survivors);
  if (graph.sinks.length === 0 && graph.cycles.length === 0) return [];
  const rings = graph.cycles.flatMap((ring) => {
    const names = [...ring, ring[0]].map((task) => `'${task?.name}'`).join(' waits for ');
    return hanging('    a ring: ', visible(names), page.width);
  });
  const trees = groupTasks(graph.sinks).flatMap(({ first, members }) => {
    const alike = members.length === 1 ? '' : ` and ${members.length - 1} like it, each with its own waiters`;
    const what = first.waitsFor === null ? first.state : `waits for ${first.waitsFor.description}`;
    return [
      ...hanging('    ', visible(`${nameOf(first)}${alike}: ${what}`), page.width),
      ...waiterLines(first, graph, 1, new Set([first])),
    ];
  });
  const lines = [...rings, ...trees];
  const rest = lines.length - LINES;
  return [
    `  ${page.paint('bold', 'Who waits for whom')}`,
    ...lines.slice(0, LINES),
    ...(rest > 0 ? [page.paint('dim', `    and ${count(rest, 'more line')}; --json has all`)] : []),
  ];
}

function waiterLines(task: Survivor, graph: WaitGraph, depth: number, seen: Set<Survivor>): string[] {
  const waiters = (graph.waiters.get(task) ?? []).filter((waiter) => !seen.has(waiter));
  if (waiters.length === 0 || depth > DEPTH) return [];
  return groupTasks(waiters).flatMap(({ first, members }) => {
    for (const member of members) seen.add(member);
    const alike = members.length === 1 ? '' : ` and ${members.length - 1} like it`;
    const line = `    ${'   '.repeat(depth - 1)}└─ ${visible(`${nameOf(first)}${alike}`)}`;
    return [line, ...waiterLines(first, graph, depth + 1, seen)];
  });
}

function nameOf(task: Survivor): string {
  return `'${task.name}' ${task.coroutine}`;
}
