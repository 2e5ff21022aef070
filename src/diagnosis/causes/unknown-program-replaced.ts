import { processCulprit } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { stopSignal } from './signal-masks.ts';

/**
 * A process that has replaced its program since the signal (execve(2)), by the same or another one: what got the signal is
 * gone, and nothing in what runs now has heard of it. null where it is not so.
 */
export function programReplacedFinding({ evidence, before, last }: Situation): Finding | null {
  const { target } = last.family;
  const [earlier = '0', now = '0'] = [before?.family.target.stackStart, target.stackStart];
  if (evidence.signal === null || earlier === '0' || now === '0' || earlier === now) return null;
  const { name } = stopSignal({ evidence });
  return {
    cause: 'unknown',
    certainty: 'likely',
    sentence: `Process ${target.pid} has replaced its program since ${name} (exec), as a reload does, and runs on: what got the signal is gone, and what runs now never heard of it.`,
    fix: `Let ${name} end the process, and use another signal for a reload (uWSGI: die-on-term = true).`,
    culprit: processCulprit(target),
    waitsFor: null,
    evidence: [`its stack lies elsewhere in memory than before ${name}`],
    blocks: [],
  };
}
