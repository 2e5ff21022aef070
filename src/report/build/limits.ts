/** What could not be seen, once each. */
import type { CaptureAt, ChildEvidence } from '../../diagnosis/context.ts';
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

/** What of a child's limits explains that no cause is told. */
const OF_CHILDREN: ReadonlySet<string> = new Set(['unsupported-scheduler']);

export function limitsOfChildren(children: readonly ChildEvidence[]): Limit[] {
  return children.flatMap(({ pid, captures }) =>
    (captures.at(-1)?.capture.limits ?? [])
      .filter(({ code }) => OF_CHILDREN.has(code))
      .map((limit) => ({ ...limit, sentence: `In its child process ${pid}: ${limit.sentence}` })),
  );
}
