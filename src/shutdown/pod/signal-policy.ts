/** Whether Straggler signals a Python process of a pod itself. The kubelet signals each container's first process only. */
import type { Finding } from '../../diagnosis/vocabulary.ts';

export type SignalPolicy = 'auto' | 'always' | 'never';

export interface SignalQuestion {
  policy: SignalPolicy;
  /** Since the termination began. */
  elapsedMs: number;
  /** The kubelet's signal is given this long to arrive. */
  patienceMs: number;
  isFirstProcess: boolean;
  /** Of the latest look, most to blame first. */
  findings: readonly Pick<Finding, 'cause' | 'certainty'>[];
}

export interface SignalDecision {
  code: 'send' | 'wait' | 'never';
  sentence: string;
}

/**
 * `auto` sends when the first process keeps the signal to itself, and never to a process that the kubelet signals: that
 * would be a second one, and programs take a second SIGTERM for impatience.
 */
export function decideSignal({
  policy,
  elapsedMs,
  patienceMs,
  isFirstProcess,
  findings,
}: SignalQuestion): SignalDecision {
  if (policy === 'never') return { code: 'never', sentence: 'the settings forbid it' };
  if (elapsedMs < patienceMs) return { code: 'wait', sentence: "the kubelet's signal may be on its way" };
  if (policy === 'always') return { code: 'send', sentence: 'the settings ask for it' };
  if (isFirstProcess)
    return { code: 'never', sentence: "it is the container's first process, which the kubelet signals" };
  const [first] = findings;
  if (first?.cause !== 'signal-not-forwarded' || first.certainty === 'possible')
    return { code: 'wait', sentence: 'nothing says that the signal was kept from it' };
  return { code: 'send', sentence: "the container's first process did not pass the signal on" };
}
