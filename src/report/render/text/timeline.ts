/** The watch in one line: `0.00 SIGTERM   0.02 214 tasks   …   5.00 1 task`. How a drill got ready is not part of it. */
import { momentsOf } from '../../model/progress.ts';
import type { Report } from '../../report.ts';
import { visible } from '../../sanitise.ts';
import { columns } from './layout.ts';
import type { Page } from './page.ts';

export function timelineLine(report: Report, page: Page): string[] {
  if (report.shutdown === null) return [];
  const moments = momentsOf(report)
    .filter(({ seconds, kind }) => seconds >= 0 || kind === 'capture')
    .map(({ seconds, words }) => `${seconds.toFixed(2)} ${visible(words)}`);
  if (moments.length === 0) return [];
  return [page.paint('dim', `  ${fitted(moments, page.width - 2)}`)];
}

/** What does not fit is left out before the last two, where the least happens. */
function fitted(moments: readonly string[], width: number): string {
  const head = [...moments];
  const end = head.splice(-2);
  let line = moments.join('   ');
  while (columns(line) > width && head.length + end.length > 2) {
    if (head.length > 1) head.pop();
    else end.shift();
    line = [...head, '…', ...end].join('   ');
  }
  return line;
}
