/** Whether a child was told to stop by its parent: by what it has done since, or by what the kernel holds for it. */

import { has } from '../causes/signal-masks.ts';
import type { ChildEvidence } from '../context.ts';
import { once } from '../once.ts';
import { handlersOf } from '../signal/handlers.ts';
import { stopSign } from '../signal/stop-sign.ts';
import type { Situation } from '../situation.ts';
import { withoutParents } from './forked.ts';

/** Any of the children has the signal pending, or shows at the looks at it that it was asked to stop. */
export const hasToldChild = once(({ evidence, last }): boolean => {
  const { signal, children } = evidence;
  if (signal === null) return false;
  const isPending = last.family.descendants.some(({ signals }) => has(signals.pendingProcess, signal.number));
  return isPending || (children ?? []).some((one) => isAsked(evidence, one));
});

/** At the looks at it, it shows that it was asked to stop. */
export function isAsked(evidence: Situation['evidence'], { captures }: ChildEvidence): boolean {
  const looks = captures.map(({ capture }) => withoutParents(capture));
  const last = looks.at(-1);
  if (last === undefined) return false;
  if (stopSign(looks) !== null) return true;
  const { acting } = handlersOf({ before: null, last, evidence });
  return acting?.flags.some(({ isSet }) => isSet === true) === true;
}
