import { processCulprit } from '../culprit.ts';
import { deliveryOf } from '../signal/delivery.ts';
import type { Cause } from './cause.ts';

/** The grace period runs while a preStop hook does: what it takes is missing at the end (pod lifecycle docs; reference/kubernetes.md, 1.2). */
export const signalNotSent: Cause = {
  code: 'signal-not-sent',
  title: "the container's preStop hook used the grace period, and no signal came",
  stage: 'signal',
  evidence:
    'in a pod: a process of the preStop hook runs in the container, or its first process has no handler and lives, or the event that the handler sets is not set',
  find(situation) {
    const verdict = deliveryOf(situation);
    const { signal } = situation.evidence;
    if (verdict.sent || signal === null) return [];
    const seconds = situation.evidence.captures.at(-1)?.seconds ?? 0;
    const hook = signal.heldUpBy ?? null;
    const by =
      hook === null
        ? "the container's own preStop hook"
        : `the container's preStop hook (pid ${hook.pid}: ${hook.command.join(' ').slice(0, 120)})`;
    return [
      {
        cause: 'signal-not-sent',
        certainty: verdict.certain ? 'certain' : 'likely',
        sentence: `${signal.name} had not been sent ${seconds.toFixed(1)} s into the grace period: the kubelet waits for ${by}, and the program was never asked to stop.`,
        fix: 'Make the preStop hook shorter, or terminationGracePeriodSeconds longer: the hook and the shutdown of the program share it.',
        culprit: processCulprit(hook ?? situation.last.family.target),
        waitsFor: null,
        evidence: [verdict.reason],
        blocks: [
          `pid ${situation.last.family.target.pid} (${situation.last.family.target.comm}), which was not told`,
        ],
      },
    ];
  },
};
