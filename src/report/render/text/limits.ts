/** What could not be seen, and how to allow it. */
import type { Limit } from '../../report.ts';
import { visible } from '../../sanitise.ts';
import { hanging } from './layout.ts';
import type { Page } from './page.ts';

export function limitLines(limits: readonly Limit[], page: Page): string[] {
  if (limits.length === 0) return [];
  return [
    `  ${page.paint('bold', 'What could not be seen')}`,
    ...limits.flatMap((limit) => [
      ...hanging('    ', visible(limit.sentence), page.width),
      ...(limit.fix === '' ? [] : hanging('      Fix  ', visible(limit.fix), page.width)),
    ]),
  ];
}
