/** What a running process is doing: its loops, its tasks, who waits for whom, its threads. */

import { blindness } from '../../blindness.ts';
import type { TaskGroup } from '../../model/groups.ts';
import { groupTasks } from '../../model/groups.ts';
import type { Report } from '../../report.ts';
import { visible } from '../../sanitise.ts';
import { count, grouped } from '../../words/numbers.ts';
import { hanging } from './layout.ts';
import type { Page } from './page.ts';
import { stackLines } from './threads.ts';

const GROUPS = 40;
const NAMES = 3;

export function processLines(report: Report, page: Page): string[] {
  const { target } = report;
  const command = visible(target.command.join(' '));
  const loops = target.loops.map((loop) => {
    const where = loop.thread === null ? 'in no thread' : `in thread ${loop.thread}`;
    return visible(`    ${loop.kind} loop, ${loop.state}, ${where}`);
  });
  return [
    `  ${page.paint('bold', 'Process')}`,
    ...hanging('    ', command, page.width),
    ...(loops.length === 0 && blindness(report) === null ? ['    no event loop'] : loops),
    ...sigtermLines(report, page),
  ];
}

function sigtermLines({ target }: Report, page: Page): string[] {
  if (target.sigterm === null) return [];
  const { taken, handler, place } = target.sigterm;
  const where = place === null ? '' : ` (${page.place(place)})`;
  const who = handler === null ? null : `SIGTERM is taken by ${handler}${where}`;
  const words = who ?? (taken === 'default' && target.isInit ? DROPPED : SIGTERM_WORDS[taken]);
  return hanging('    ', visible(words), page.width);
}

const DROPPED = 'SIGTERM has no handler: PID 1 never learns of it';
const SIGTERM_WORDS = {
  handled: 'SIGTERM is taken by a handler that could not be read',
  default: 'SIGTERM has no handler: it ends the process at once, and nothing is cleaned up',
  ignored: 'SIGTERM is ignored',
  blocked: 'SIGTERM is blocked in every thread',
};

export function taskLines(report: Report, page: Page): string[] {
  if (report.survivors.length === 0) return [];
  // Large groups hide the few odd tasks among them: the odd ones are often the interesting ones, so small comes first.
  const groups = groupTasks(report.survivors).toSorted((a, b) => rank(a) - rank(b));
  const rest = groups.slice(GROUPS).reduce((sum, group) => sum + group.members.length, 0);
  return [
    `  ${page.paint('bold', `Tasks (${grouped(report.survivors.length)})`)}`,
    ...groups.slice(0, GROUPS).flatMap((group) => groupLines(group, page)),
    ...(rest === 0 ? [] : [page.paint('dim', `    and ${count(rest, 'more task')}; --json has all`)]),
  ];
}

function rank({ first, members }: TaskGroup): number {
  return first.role === 'culprit' ? 0 : members.length;
}

function groupLines({ first, members }: TaskGroup, page: Page): string[] {
  const names = members.slice(0, NAMES).map(({ name }) => `'${name}'`);
  const more = members.length > NAMES ? ` … ${count(members.length, 'task')} like this` : '';
  const blamed = first.role === 'culprit' ? ' would hold up a shutdown' : '';
  const title = visible(`${names.join(', ')}${more} ${first.coroutine}${blamed}`);
  const cancel = first.cancellation === 'not-requested' ? '' : `, cancellation ${first.cancellation}`;
  const waits = first.waitsFor === null ? '' : `: ${first.waitsFor.description}`;
  return [
    ...hanging('    ', title, page.width).map((line) => page.paint(blamed === '' ? 'bold' : 'red', line)),
    ...stackLines(first.stack, page),
    ...hanging('        ', visible(`${first.state}${cancel}${waits}`), page.width),
  ];
}
