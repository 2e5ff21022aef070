/** Who held a stop that came late, look by look: each look is asked as if it were the last. */
import type { CaptureAt, Evidence } from '../context.ts';
import type { Finding } from '../vocabulary.ts';
import { taskLabel } from '../words.ts';

/** One look, and whom it found holding the process. */
export interface Sight {
  seconds: number;
  /** Nobody can have held it before this, or after `until`: the looks next to this one, the signal, the exit. */
  from: number;
  until: number;
  findings: readonly Finding[];
}

/** In order of time; of the looks since the signal only. */
export function sightsOf(
  evidence: Evidence,
  exitSeconds: number,
  findingsOf: (until: Evidence) => readonly Finding[],
): Sight[] {
  const { captures } = evidence;
  const sights = captures.flatMap(({ seconds }, index) => {
    if (seconds <= 0 || seconds > exitSeconds) return [];
    const next = captures[index + 1]?.seconds ?? exitSeconds;
    const findings = findingsOf({
      ...evidence,
      captures: captures.slice(0, index + 1),
      ended: false,
      slow: null,
      endedLater: true,
      children: childrenUntil(evidence, next),
    });
    const from = Math.max(0, captures[index - 1]?.seconds ?? 0);
    return [{ seconds, from, until: Math.min(next, exitSeconds), findings: holding(findings) }];
  });
  return sights.map((sight, index) => ({
    ...sight,
    findings: sight.findings.map((one) => drainOf(one, sights.slice(index + 1)) ?? one),
  }));
}

/** Only later looks can tell that what somebody waits for gets less: who works it off did what it should from the first. */
function drainOf(finding: Finding, later: readonly Sight[]): Finding | null {
  if (finding.cause !== 'cancel-never-requested') return null;
  const drains = later.flatMap(({ findings }) =>
    findings.filter((one) => one.cause === 'drain-longer-than-grace'),
  );
  return (
    drains.find(({ culprit: { task } }) => task !== null && finding.blocks.includes(taskLabel(task))) ?? null
  );
}

/** A child is looked at after its parent, before the parent's next look. */
function childrenUntil({ children = [] }: Evidence, seconds: number): NonNullable<Evidence['children']> {
  const until = (captures: readonly CaptureAt[]) => captures.filter((one) => one.seconds < seconds);
  return children.map(({ pid, captures }) => ({ pid, captures: until(captures) }));
}

/** Guesses count only where there is nothing better, and then the first. */
function holding(findings: readonly Finding[]): readonly Finding[] {
  const sure = findings.filter((one) => one.certainty !== 'possible');
  return sure.length > 0 ? sure : findings.slice(0, 1);
}
