/** What could not be seen, once each. */
import type { CaptureAt } from '../../diagnosis/context.ts';
import type { Limit } from '../report.ts';
import { tidyName, tidyText } from '../sanitise.ts';

/** Of a code that several looks tell, the latest look's sentences count: numbers in them grow from look to look. */
export function mergeLimits(captures: readonly CaptureAt[], others: readonly Limit[]): Limit[] {
  const groups = [others, ...captures.toReversed().map(({ capture }) => capture.limits)];
  const told = new Set<string>();
  const merged: Limit[] = [];
  for (const group of groups) {
    const fresh = new Map<string, Limit>();
    for (const limit of group) {
      if (!told.has(limit.code)) fresh.set(`${limit.code}\0${limit.sentence}`, limit);
    }
    for (const limit of fresh.values()) {
      told.add(limit.code);
      merged.push({
        code: tidyName(limit.code),
        sentence: tidyText(limit.sentence),
        fix: tidyText(limit.fix),
      });
    }
  }
  return merged;
}
