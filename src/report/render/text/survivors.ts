/** The tasks that are alive and not to blame, and why. */

import type { TaskGroup } from '../../model/groups.ts';
import { groupTasks, standsAt } from '../../model/groups.ts';
import type { Report } from '../../report.ts';
import { visible } from '../../sanitise.ts';
import { count } from '../../words/numbers.ts';
import { columns, columnWidths, row, wrapped } from './layout.ts';
import type { Page } from './page.ts';

const ROWS = 8;

export function innocentTasks(report: Report, page: Page): string[] {
  const innocent = report.survivors.filter((survivor) => survivor.role !== 'culprit');
  if (innocent.length === 0) return [];
  const groups = groupTasks(innocent).toSorted((a, b) => rank(a) - rank(b));
  const shown = groups.slice(0, ROWS);
  const cells = shown.map((group) => cellsOf(group, page));
  const widths = columnWidths(cells, [40, 40]);
  const rest = groups.slice(ROWS).reduce((sum, group) => sum + group.members.length, 0);
  return [
    `  ${page.paint('bold', heading(report))}`,
    ...cells.flatMap((parts) => taskLines(parts, widths, page)),
    ...(rest === 0 ? [] : [page.paint('dim', `    and ${count(rest, 'more task')}`)]),
  ];
}

function heading({ outcome, findings }: Report): string {
  const when = outcome === 'hung' ? '' : ' at the last look';
  return findings.length === 0 ? `Still alive${when}` : `Also alive${when}, and not to blame`;
}

/** Who waits for the culprit comes first. */
function rank(group: TaskGroup): number {
  return group.first.role === 'victim' ? 0 : 1;
}

function cellsOf({ first, members }: TaskGroup, page: Page): string[] {
  const others = members.length === 1 ? '' : ` and ${members.length - 1} like it`;
  const place = standsAt(first.stack);
  return [
    visible(`'${first.name}'${others} ${first.coroutine}`),
    place === null ? '' : page.place(place),
    visible(first.reason),
  ];
}

function taskLines([who = '', place = '', reason = '']: string[], widths: number[], page: Page): string[] {
  const line = `    ${row([who, place, reason], widths)}`;
  if (columns(line) <= page.width) return [line];
  return [
    `    ${row([who, place], widths)}`,
    ...wrapped(reason, page.width - 8).map((text) => `        ${text}`),
  ];
}
